package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.server.Server;
import io.samehost.server.StatusException;
import io.samehost.transport.ConnectFailedException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls, alone and many at a time, and what ends them before they are answered. */
final class CallTest extends ClientContract {
    private static final ClientConfig PATIENT =
            ClientConfig.DEFAULT.withWaitForServer(Duration.ofHours(1)).withCallTimeout(Duration.ZERO);
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(200));

    @ParameterizedTest
    @ValueSource(strings = {"echo", "work"})
    void everyCallerGetsItsOwnAnswer(String method) throws Exception {
        Client client = connect(start(builder()));
        ExecutorService callers = Executors.newFixedThreadPool(16);
        List<Future<?>> done = new ArrayList<>();
        for (int seed = 0; seed < 16; seed++) {
            Random random = new Random(seed);
            done.add(callers.submit(() -> callOften(client, method, random)));
        }
        for (Future<?> caller : done) {
            caller.get();
        }
        callers.shutdown();
    }

    private static Object callOften(Client client, String method, Random random) throws IOException, CallException {
        for (int i = 0; i < 100; i++) {
            byte[] payload = new byte[random.nextInt(i % 20 == 0 ? 100_000 : 200)];
            random.nextBytes(payload);
            assertArrayEquals(payload, client.call(SERVICE, method, payload));
        }
        return "done";
    }

    @Test
    void manyAsynchronousCallsAreAnsweredEachWithItsOwn() throws Exception {
        Client client = connect(start(builder()));
        Semaphore underWay = new Semaphore(64);
        AtomicReference<Object> wrong = new AtomicReference<>();
        for (int i = 0; i < 5000; i++) {
            String sent = "n" + i;
            underWay.acquire();
            var unused = client.callAsync(SERVICE, i % 2 == 0 ? "work" : "echo", bytes(sent))
                    .whenComplete((answer, failure) -> {
                        if (failure != null || !text(answer).equals(sent)) {
                            wrong.set(failure == null ? text(answer) : failure);
                        }
                        underWay.release();
                    });
        }
        underWay.acquire(64);
        assertEquals(null, wrong.get());
    }

    @Test
    void aFailureIsTheCallersAloneAndKeepsTheConnection() throws Exception {
        Client client = connect(start(builder().handle(SERVICE, "fail", request -> {
            throw new StatusException(StatusCode.NOT_FOUND, "no such thing: name=x");
        })));
        CallException failed = assertThrows(CallException.class, () -> client.call(SERVICE, "fail", NO_BYTES));
        assertEquals(StatusCode.NOT_FOUND, failed.status().code());
        assertEquals("NOT_FOUND: no such thing: name=x", failed.getMessage());
        ExecutionException later = assertThrows(
                ExecutionException.class,
                () -> client.callAsync(SERVICE, "fail", NO_BYTES).get());
        assertInstanceOf(CallException.class, later.getCause());
        assertEquals("next", echo(client, "next"));
    }

    @Test
    void whatDoesNotFitAFrameIsRefusedInEitherDirectionWithBothNumbers() throws Exception {
        Server server = start(builder().handle(SERVICE, "huge", request -> new byte[5 << 20]));
        Client client = connect(server);
        CallException request =
                assertThrows(CallException.class, () -> client.call(SERVICE, "echo", new byte[5 << 20]));
        assertRefused(request);
        CallException response = assertThrows(CallException.class, () -> client.call(SERVICE, "huge", NO_BYTES));
        assertRefused(response);
        assertEquals("next", echo(client, "next"));
        assertEquals(1, server.connectionCount());
    }

    private static void assertRefused(CallException refused) {
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, refused.status().code());
        assertTrue(refused.getMessage().contains("lengthBytes=5242"), refused.getMessage());
        assertTrue(refused.getMessage().contains("limitBytes=4194304"), refused.getMessage());
    }

    @Test
    void fourMebibytesGoThereAndBack() throws Exception {
        Client client = connect(start(builder()));
        byte[] payload = new byte[(4 << 20) - 100];
        new Random(4).nextBytes(payload);
        assertArrayEquals(payload, client.call(SERVICE, "work", payload));
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
            calls.add(
                    CompletableFuture.supplyAsync(() -> callInTheBackground(client), task -> new Thread(task).start()));
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

    /** From here on the client has to connect. */
    private static void loseConnection(Client client, Server server) throws IOException {
        server.close(Duration.ZERO);
        assertThrows(IOException.class, () -> client.call(SERVICE, "echo", NO_BYTES, SOON));
    }

    @Test
    void theDeadlineOfACallHoldsWhileItWaitsForTheServerToo() throws Exception {
        Server server = start(builder());
        Client client = keep(Client.connect(server.addresses().get(0), PATIENT));
        loseConnection(client, server);
        long startNanos = System.nanoTime();
        assertThrows(IOException.class, () -> client.call(SERVICE, "echo", NO_BYTES, SOON));
        assertTrue(System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(5));
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
        connect(server).close(); // opens what stays open
        long descriptors = openDescriptors();
        Client client = connect(server);
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(client.callAsync(SERVICE, "wait", NO_BYTES));
            calls.add(
                    CompletableFuture.supplyAsync(() -> callInTheBackground(client), task -> new Thread(task).start()));
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
        Awaitility.await().until(() -> openDescriptors() <= descriptors);
    }

    /** On a thread that has its own time to wait: there are more of them than a common pool has. */
    private static byte[] callInTheBackground(Client client) {
        try {
            return client.call(SERVICE, "wait", NO_BYTES);
        } catch (IOException | CallException e) {
            throw new CompletionException(e);
        }
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
