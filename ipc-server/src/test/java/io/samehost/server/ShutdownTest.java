package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.UnixAddress;
import io.samehost.fixture.Background;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerRequest;
import io.samehost.transport.Transports;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a server: calls drain, handlers stop, files and threads go. */
final class ShutdownTest extends ServerFixture {
    private static final byte[] NO_BYTES = {};
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private Server startWithWaitingHandler() throws IOException {
        return start(builder().handle(Bytes.SERVICE, "wait", request -> {
            begun.countDown();
            release.await();
            return request.payload();
        }));
    }

    private static CompletableFuture<Void> closing(Server server, Duration drain) {
        return Background.run(() -> {
            server.close(drain);
        });
    }

    private static void awaitRefusal(Server server) {
        Awaitility.await().until(() -> {
            try {
                RawPeer.connect(server.addresses().get(0)).close();
                return false;
            } catch (ConnectFailedException e) {
                return true;
            }
        });
    }

    @Test
    void everyTimeMayBeForEver() throws Exception {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        Server server = start(builder()
                .drainTimeout(forEver)
                .idleTimeout(forEver)
                .messageTimeout(forEver)
                .outputTimeout(forEver)
                .spin(setup.engine() == EngineKind.LOOP ? forEver : Duration.ZERO));
        assertEquals("hello", connect(server).call(1, "echo", "hello"));
        server.close();
        assertEquals(0, server.connectionCount());
        server.close();
    }

    @Test
    void closeLetsCallsEndAndLetsNoneBegin() throws Exception {
        Server server = startWithWaitingHandler();
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "wait", Bytes.of("done")));
        begun.await();
        CompletableFuture<Void> closed = closing(server, LONG);
        awaitRefusal(server);
        awaitUnavailable(peer);
        release.countDown();
        assertEquals("done", peer.answer(1));
        peer.expectEnd();
        peer.close();
        closed.get(10, TimeUnit.SECONDS);
        assertEquals(0, server.connectionCount());
    }

    /** The listening sockets close a moment before the connections are told. */
    private static void awaitUnavailable(RawPeer peer) throws IOException {
        for (int streamId = 3; ; streamId += 4) {
            peer.send(Bytes.call(streamId, "work", NO_BYTES));
            if (peer.response(streamId).status().code() == StatusCode.UNAVAILABLE) {
                peer.send(Bytes.call(streamId + 2, "echo", NO_BYTES));
                peer.refusal(streamId + 2, StatusCode.UNAVAILABLE);
                return;
            }
        }
    }

    @Test
    void whatIsStillAtWorkAfterTheTimeToDrainIsInterruptedAndClosed() throws Exception {
        Server server = startWithWaitingHandler();
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "wait", NO_BYTES));
        begun.await();
        server.close(SHORT);
        peer.expectEnd();
        Awaitility.await().until(() -> threadsOfServers().isEmpty());
    }

    @Test
    void closeMayBeCalledAgainAndFromManyThreads() throws Exception {
        Server server = startWithWaitingHandler();
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "wait", NO_BYTES));
        begun.await();
        List<CompletableFuture<Void>> closes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            closes.add(closing(server, SHORT));
        }
        for (CompletableFuture<Void> close : closes) {
            close.get(10, TimeUnit.SECONDS);
        }
        server.close();
        server.close(Duration.ZERO);
        assertEquals(0, server.connectionCount());
    }

    @Test
    void aSecondCloseHurriesTheFirstUp() throws Exception {
        Server server = startWithWaitingHandler();
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "wait", NO_BYTES));
        begun.await();
        CompletableFuture<Void> patient = closing(server, Duration.ofHours(1));
        awaitRefusal(server);
        server.close(Duration.ZERO);
        patient.get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHandlerMayCloseItsServer(boolean inline) throws Exception {
        AtomicReference<Server> own = new AtomicReference<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        RequestHandler handler = request -> {
            own.get().close(SHORT);
            closed.complete(null);
            return NO_BYTES;
        };
        ServerBuilder builder = builder();
        if (inline) {
            builder.handleInline(Bytes.SERVICE, "close", handler);
        } else {
            builder.handle(Bytes.SERVICE, "close", handler);
        }
        Server server = start(builder);
        own.set(server);
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "close", NO_BYTES));
        closed.get(10, TimeUnit.SECONDS);
        awaitRefusal(server);
        Awaitility.await().until(() -> threadsOfServers().isEmpty());
    }

    @Test
    void afterCloseNothingIsLeftAndTheAddressCanBeServedAgain() throws Exception {
        Server first = start();
        connect(first).call(1, "work", "hello");
        first.close(SHORT);
        Awaitility.await().until(() -> threadsOfServers().isEmpty());
        assertTrue(!(first.addresses().get(0) instanceof UnixAddress unix)
                || unix.isAbstract()
                || !Files.exists(directory().resolve("s")));
        Server second = start(Server.builder()
                .engine(setup.engine())
                .listen(first.addresses().get(0))
                .handle(Bytes.SERVICE, "work", ServerRequest::payload));
        assertEquals("again", connect(second).call(1, "work", "again"));
    }

    @Test
    void aPeerThatJustComesInIsNotLeftWithAnOpenConnection() throws Exception {
        // junixsocket's accept, ended by a close, may itself lose what it got; the next garbage collection closes it.
        assumeTrue(setup.engine() == EngineKind.LOOP || Transports.areJdkChannels(address()));
        for (int i = 0; i < 20; i++) {
            try (Server server = builder().start();
                    RawPeer peer = RawPeer.connect(server.addresses().get(0))) {
                server.close(Duration.ZERO);
                peer.expectEnd();
            }
        }
    }

    @Test
    void anIdleServerClosesWithoutWaiting() throws Exception {
        Server server = start();
        RawPeer peer = connect(server);
        peer.call(1, "work", "hello");
        CompletableFuture<Void> closed = closing(server, Duration.ofHours(1));
        peer.expectEnd();
        peer.close();
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPeerThatDoesNotReadDoesNotHoldUpAClose() throws Exception {
        CountDownLatch flooding = new CountDownLatch(1);
        Server server = start(builder().handleServerStream(Bytes.SERVICE, "flood", (request, stream) -> {
            for (int i = 0; i < 1000; i++) {
                stream.send(new byte[64 * 1024]);
                flooding.countDown();
            }
        }));
        RawPeer peer = connect(server);
        peer.send(Bytes.open(1, "flood"));
        flooding.await();
        closing(server, SHORT).get(10, TimeUnit.SECONDS);
        assertEquals(0, server.connectionCount());
    }

    @Test
    void ifOneAddressCannotBeHadNoneIsKept() throws Exception {
        Server other = start();
        ServerBuilder builder = Server.builder()
                .engine(setup.engine())
                .handle(Bytes.SERVICE, "work", ServerRequest::payload)
                .listen("unix:" + directory().resolve("first"))
                .listen(other.addresses().get(0));
        long threads = threadsOfServers().size(); // or more: a server before this one may still be ending its own
        assertThrows(IOException.class, builder::start);
        Awaitility.await().until(() -> threadsOfServers().size() <= threads);
        assertTrue(Files.notExists(directory().resolve("first")));
        assertEquals("hello", connect(other).call(1, "work", "hello"));
    }
}
