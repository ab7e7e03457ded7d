package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.fixture.Background;
import io.samehost.fixture.Way;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that closes while its clients call, and another one that comes after it. */
final class RestartTest extends ClientFixture {
    private static final ClientConfig PATIENT = ClientConfig.DEFAULT.withWaitForServer(Duration.ofSeconds(15));
    private static final Duration LONG = Duration.ofSeconds(15);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private Server startWithWaitingHandler() throws Exception {
        return start(builder().handle(SERVICE, "wait", request -> {
            begun.countDown();
            release.await();
            return request.payload();
        }));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noCallIsLostWhenServersFollowOneAnother(boolean async) throws Exception {
        Assumptions.assumeTrue(
                setup.way() == Way.UNIX_JDK, "the system tells what was not read for these sockets only");
        Server server = builder().start();
        Address address = server.addresses().get(0);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(Background.run(() -> {
                try (Client client = Client.connect(address, PATIENT)) {
                    while (!enough.get()) {
                        byte[] question = bytes("call " + calls.incrementAndGet());
                        byte[] answer = async
                                ? client.callAsync(SERVICE, "work", question).get()
                                : client.call(SERVICE, "work", question);
                        assertArrayEquals(question, answer);
                    }
                }
            }));
        }
        for (int i = 0; i < 15; i++) {
            int before = calls.get();
            Awaitility.await()
                    .until(() -> calls.get() > before + 20 || callers.stream().anyMatch(CompletableFuture::isDone));
            server.close(LONG);
            assertEquals(0, server.cutCalls());
            server = builder(address).start();
        }
        enough.set(true);
        for (CompletableFuture<Void> caller : callers) {
            caller.get(20, TimeUnit.SECONDS);
        }
        server.close();
    }

    @Test
    void aCallThatGoesOnIsAnsweredWhileTheNextOneFindsANewServer() throws Exception {
        Server old = startWithWaitingHandler();
        Address address = old.addresses().get(0);
        Client client = keep(Client.connect(address, PATIENT));
        CompletableFuture<byte[]> slow = client.callAsync(SERVICE, "wait", bytes("slow"));
        begun.await();
        old.shutdown(LONG);
        startAsSoonAsThereIsRoom(builder(address).handle(SERVICE, "new", request -> bytes("new")));
        assertEquals("new", text(client.call(SERVICE, "new", NO_BYTES)));
        assertFalse(slow.isDone());
        release.countDown();
        assertEquals("slow", text(slow.get(10, TimeUnit.SECONDS)));
        assertTrue(old.awaitTermination(LONG));
    }

    @Test
    void closingAClientEndsWhatGoesOnAtAServerThatCloses() throws Exception {
        Server old = startWithWaitingHandler();
        Address address = old.addresses().get(0);
        Client client = keep(Client.connect(address, PATIENT));
        CompletableFuture<byte[]> slow = client.callAsync(SERVICE, "wait", bytes("slow"));
        begun.await();
        old.shutdown(LONG);
        startAsSoonAsThereIsRoom(builder(address));
        assertEquals("x", echo(client, "x"));
        assertEquals(1, client.callsInFlight());
        client.close();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> slow.get(10, TimeUnit.SECONDS));
        assertInstanceOf(ConnectionClosedException.class, ended.getCause());
        release.countDown();
    }

    @Test
    void aCallForWhichThereIsNoOtherServerSaysThatItWasNotProcessed() throws Exception {
        Server server = startWithWaitingHandler();
        Client client = connect(server);
        CompletableFuture<byte[]> slow = client.callAsync(SERVICE, "wait", bytes("slow"));
        begun.await();
        server.shutdown(LONG);
        Awaitility.await().until(server::isClosing);
        Exception failure = Awaitility.await()
                .until(() -> failureOf(client), e -> e instanceof ConnectFailedException || isNotProcessed(e));
        assertNotNull(failure);
        release.countDown();
        assertEquals("slow", text(slow.get(10, TimeUnit.SECONDS)));
    }

    private void startAsSoonAsThereIsRoom(ServerBuilder builder) {
        Awaitility.await().until(() -> {
            try {
                start(builder);
                return true;
            } catch (ListenFailedException e) {
                return false;
            }
        });
    }

    private static Exception failureOf(Client client) {
        try {
            echo(client, "lost");
            return new Exception("it was answered");
        } catch (Exception e) {
            return e;
        }
    }

    private static boolean isNotProcessed(Exception e) {
        return e instanceof CallException call
                ? call.isNotProcessed()
                : e instanceof ConnectionClosedException closed && closed.isNotProcessed();
    }

    @Test
    void aStreamThatComesTooLateSaysThatItWasNotProcessed() throws Exception {
        Server server = start(builder().handleBidi(SERVICE, "stream", stream -> {}));
        Client client = connect(server);
        ClientStream stream = keep(client.stream(SERVICE, "late", NO_BYTES));
        CallException unknown = assertThrows(CallException.class, stream::receive);
        assertEquals(StatusCode.UNIMPLEMENTED, unknown.status().code());
        assertFalse(unknown.isNotProcessed());
    }

    @Test
    void theWaitForAServerEndsWhenItWillNotComeUp() {
        AtomicInteger asked = new AtomicInteger();
        assertThrows(
                ConnectFailedException.class,
                () -> Client.connect(
                        address(),
                        ClientConfig.DEFAULT.withWaitForServer(Duration.ofHours(1)),
                        () -> asked.incrementAndGet() < 3));
        assertEquals(3, asked.get());
    }
}
