package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.fixture.Background;
import io.samehost.fixture.OpenDescriptors;
import io.samehost.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The connection of a client: lost, made again, waited for, closed. */
final class ConnectionTest extends ClientFixture {
    private static final ClientConfig PATIENT =
            ClientConfig.DEFAULT.withWaitForServer(Duration.ofHours(1)).withCallTimeout(Duration.ZERO);

    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(200));

    @Test
    void everyTimeMayBeForEver() throws Exception {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        Server server = start(builder());
        ClientConfig config = ClientConfig.DEFAULT
                .withConnectTimeout(forEver)
                .withWaitForServer(forEver)
                .withSpin(forEver);
        Client client = keep(Client.connect(server.addresses().get(0), config));
        assertEquals("hello", text(client.call(SERVICE, "echo", bytes("hello"))));
    }

    @Test
    void aServerThatGoesAwayFailsEveryCallUnderWayAndTheNextOneFindsANewServer() throws Exception {
        CountDownLatch begun = new CountDownLatch(20);
        Server first = start(builder().handle(SERVICE, "wait", request -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return NO_BYTES;
        }));
        Client client = connect(first);
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(client.callAsync(SERVICE, "wait", NO_BYTES));
            calls.add(Background.call(() -> client.call(SERVICE, "wait", NO_BYTES)));
        }
        begun.await();
        first.close(Duration.ZERO);
        for (CompletableFuture<byte[]> call : calls) {
            ExecutionException ended = assertThrows(ExecutionException.class, call::get);
            assertInstanceOf(ConnectionClosedException.class, ended.getCause());
        }
        Address address = first.addresses().get(0);
        ConnectFailedException nobody = assertThrows(ConnectFailedException.class, () -> echo(client, "lost"));
        assertTrue(nobody.getMessage().contains("address="), nobody.getMessage());
        start(builder(address));
        assertEquals("found", echo(client, "found"));
    }

    @Test
    void aClientMayWaitForItsServer() throws Exception {
        Server first = start(builder());
        Address address = first.addresses().get(0);
        first.close(Duration.ZERO);
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            ClientConfig config = ClientConfig.DEFAULT.withWaitForServer(Duration.ofSeconds(15));
            try (Client client = Client.connect(address, config)) {
                answer.complete(echo(client, "there you are"));
            } catch (IOException | CallException e) {
                answer.completeExceptionally(e);
            }
        });
        waiting.start();
        Awaitility.await().until(() -> isConnecting(waiting));
        start(builder(address));
        assertEquals("there you are", answer.get(10, TimeUnit.SECONDS));
    }

    private static boolean isConnecting(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Connector.class.getName()));
    }

    /** From here on the client has to connect. On a busy machine a call may end before it has found that out. */
    private static void loseConnection(Client client, Server server) throws IOException {
        server.close(Duration.ZERO);
        Awaitility.await().until(() -> failsToConnect(client));
    }

    private static boolean failsToConnect(Client client) throws IOException {
        try {
            client.call(SERVICE, "echo", NO_BYTES, SOON);
            return false;
        } catch (ConnectFailedException e) {
            return true;
        } catch (ConnectionClosedException | CallException e) {
            return false;
        }
    }

    /** Without the deadline this call would wait for an hour. */
    @Test
    void theDeadlineOfACallHoldsWhileItWaitsForTheServerToo() throws Exception {
        Server server = start(builder());
        Client client = keep(Client.connect(server.addresses().get(0), PATIENT));
        loseConnection(client, server);
        assertThrows(Exception.class, () -> client.call(SERVICE, "echo", NO_BYTES, SOON));
    }

    @Test
    void closeEndsTheWaitForAServer() throws Exception {
        Server server = start(builder());
        Client client = keep(Client.connect(server.addresses().get(0), PATIENT));
        loseConnection(client, server);
        CompletableFuture<byte[]> waiting = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                waiting.complete(client.call(SERVICE, "echo", NO_BYTES));
            } catch (IOException | CallException e) {
                waiting.completeExceptionally(e);
            }
        });
        thread.start();
        Awaitility.await().until(() -> isConnecting(thread));
        client.close();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
        assertInstanceOf(ConnectionClosedException.class, ended.getCause());
    }

    @Test
    void closeWakesEverybodyAndLeavesNothingBehind() throws Exception {
        CountDownLatch begun = new CountDownLatch(6);
        Server server = start(builder().handle(SERVICE, "wait", request -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return NO_BYTES;
        }));
        Client before = connect(server);
        assertEquals("hello", echo(before, "hello")); // opens what stays open
        before.close();
        Awaitility.await().until(() -> server.connectionCount() == 0); // or a further loop may start for the next one
        long descriptors = OpenDescriptors.count();
        Client client = connect(server);
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(client.callAsync(SERVICE, "wait", NO_BYTES));
            calls.add(Background.call(() -> client.call(SERVICE, "wait", NO_BYTES)));
        }
        begun.await();
        client.close();
        client.close();
        for (CompletableFuture<byte[]> call : calls) {
            ExecutionException ended = assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
            assertInstanceOf(ConnectionClosedException.class, ended.getCause());
            assertTrue(ended.getCause().getMessage().contains("client was closed"), ended.toString());
        }
        assertThrows(ConnectionClosedException.class, () -> echo(client, "too late"));
        Awaitility.await().until(() -> threadsOfClients().isEmpty());
        Awaitility.await().until(() -> OpenDescriptors.count() <= descriptors);
    }
}
