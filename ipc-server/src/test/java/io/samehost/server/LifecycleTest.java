package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Background;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is asked to close: from within, by itself, and what its clients and its streams learn. */
final class LifecycleTest extends ServerFixture {
    private static final byte[] NO_BYTES = {};
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private Server startWithWaitingHandler() throws IOException {
        return start(builderWithWaitingHandler());
    }

    private ServerBuilder builderWithWaitingHandler() {
        return builder().handle(Bytes.SERVICE, "wait", request -> {
            begun.countDown();
            release.await();
            return request.payload();
        });
    }

    private static CompletableFuture<Void> closing(Server server, Duration drain) {
        return Background.run(() -> {
            server.close(drain);
        });
    }

    @Test
    void aClientLearnsAtOnceWhichCallsTheServerDoesNotBeginAnyMore() throws Exception {
        Server server = startWithWaitingHandler();
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "wait", Bytes.of("done")));
        begun.await();
        server.shutdown(LONG);
        RawPeer.Received goodbye = peer.next();
        assertTrue(goodbye.isGoodbye(), goodbye::toString);
        assertEquals(3, goodbye.streamId());
        peer.send(Bytes.call(3, "echo", NO_BYTES)); // answered again: a client that knows no goodbye did not see it
        assertTrue(peer.response(3).status().isNotProcessed());
        peer.send(Bytes.call(5, "echo", NO_BYTES));
        assertTrue(peer.response(5).status().isNotProcessed());
        release.countDown();
        assertEquals("done", peer.answer(1));
        peer.expectEnd();
        assertTrue(server.awaitTermination(LONG));
        assertEquals(0, server.cutCalls());
    }

    @Test
    void anIdleClientThatDoesNotReactHoldsNothingUp() throws Exception {
        Server server = start(builder());
        RawPeer peer = connect(server);
        peer.call(1, "work", "hello");
        server.shutdown(LONG);
        // Not by the sweep, which gives up a peer that lingers after a second: that is stopped here.
        assertTrue(server.awaitTermination(Duration.ofMillis(900)));
        peer.expectEnd();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHandlerThatShutsItsServerDownGivesItsAnswerFirst(boolean byClose) throws Exception {
        AtomicReference<Server> own = new AtomicReference<>();
        Server server = start(builder().handle(Bytes.SERVICE, "stop", request -> {
            if (byClose) {
                own.get().close();
            } else {
                own.get().shutdown();
            }
            return Bytes.of("stopping");
        }));
        own.set(server);
        RawPeer peer = connect(server);
        assertEquals("stopping", peer.call(1, "stop", ""));
        peer.expectEnd();
        assertTrue(server.awaitTermination(LONG));
        assertEquals(0, server.cutCalls());
    }

    /** Also where an interceptor passes on a request of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamThatWatchesForEverMayAskToBeInterruptedWhenTheServerCloses(boolean intercepted) throws Exception {
        ServerBuilder builder = intercepted ? builder().intercept(new Naming()) : builder();
        Server server = start(builder.handleServerStream(Bytes.SERVICE, "watch", (payload, stream) -> {
            stream.request().interruptWhenServerCloses();
            begun.countDown();
            try {
                release.await(); // nothing ever happens
            } catch (InterruptedException e) {
                assertTrue(stream.request().isServerClosing());
                stream.send(Bytes.of("bye"));
                throw e;
            }
        }));
        RawPeer peer = connect(server);
        peer.send(Bytes.open(1, "watch"));
        begun.await();
        CompletableFuture<Void> closed = closing(server, Duration.ofHours(1));
        RawPeer.Received goodbye = peer.next();
        assertTrue(goodbye.isGoodbye(), goodbye::toString);
        assertEquals("bye", peer.message(1));
        Response end = peer.response(1);
        assertEquals(StatusCode.UNAVAILABLE, end.status().code());
        assertFalse(end.status().isNotProcessed());
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aServerSaysHowMuchItCut() throws Exception {
        Server server = startWithWaitingHandler();
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "wait", NO_BYTES));
        begun.await();
        server.close(SHORT);
        assertEquals(1, server.cutCalls());
    }

    @Test
    void aServerMayCloseItselfOnceItIsIdle() throws Exception {
        Server server = start(builderWithWaitingHandler().closeWhenIdle(Duration.ofMillis(300)));
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "wait", Bytes.of("done")));
        begun.await();
        assertFalse(server.awaitTermination(Duration.ofMillis(700)), "a call is at work");
        assertEquals(Duration.ZERO, server.idleTime());
        release.countDown();
        assertEquals("done", peer.answer(1));
        assertTrue(server.awaitTermination(LONG));
        peer.expectEnd();
    }

    /** Adds what it knows of the caller. */
    private static final class Naming implements ServerInterceptor {
        @Override
        public ServerRequest prepare(ServerRequest request) {
            return request.withMetadata("caller", "somebody");
        }
    }
}
