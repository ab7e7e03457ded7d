package io.samehost.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.fixture.OpenDescriptors;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred thousand calls of every kind on one connection, from 16 threads, with a seed for each thread. */
class SoakTest {
    private static final int THREADS = 16;
    private static final int CALLS_PER_THREAD = 100_000 / THREADS;

    /** The failures that a call with a deadline or a cancellation may end with. */
    private static final Set<StatusCode> GIVEN_UP = EnumSet.of(StatusCode.DEADLINE_EXCEEDED, StatusCode.CANCELLED);

    private final AtomicInteger ended = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    @Timeout(180)
    void everyCallEndsOnceWithTheRightBytesOrARightError(EngineKind engine) throws Exception {
        TemporaryDirectory directory = new TemporaryDirectory();
        long descriptorsBefore = OpenDescriptors.count();
        try (Server server = server(directory, engine);
                Client client = Client.connect(server.addresses().get(0))) {
            runThreads(client);
            assertEquals(THREADS * CALLS_PER_THREAD, ended.get(), "calls that ended");
            assertEquals(0, client.callsInFlight(), "calls that the client still waits for");
            await().atMost(Duration.ofSeconds(10)).until(() -> server.callsInFlight() == 0);
            await().atMost(Duration.ofSeconds(10)).until(() -> server.connectionCount() == 1);
        }
        await("threads")
                .atMost(Duration.ofSeconds(10))
                .until(() -> threadsOfOurs().isEmpty());
        await("descriptors")
                .atMost(Duration.ofSeconds(10))
                .until(() -> OpenDescriptors.count() <= descriptorsBefore + SLACK);
        assertEquals(List.of(), directory.names());
        directory.close();
    }

    /** Descriptors that the JDK opens once and keeps. */
    private static final int SLACK = 8;

    private static Server server(TemporaryDirectory directory, EngineKind engine) throws Exception {
        return Server.builder()
                .listen(Address.parse("unix:" + directory.resolve("s")))
                .engine(engine)
                .handleInline("soak", "inline", ServerRequest::payload)
                .handle("soak", "slow", SoakTest::slow)
                .handle("soak", "fail", request -> {
                    throw new StatusException(StatusCode.NOT_FOUND, "no such thing");
                })
                .handleBidi("soak", "stream", SoakTest::echo)
                .start();
    }

    private static byte[] slow(ServerRequest request) {
        LockSupport.parkNanos(request.payload().length * 1_000L);
        return request.payload();
    }

    private static void echo(ServerStream<byte[], byte[]> stream) throws Exception {
        for (byte[] message : stream) {
            stream.send(message);
        }
    }

    private void runThreads(Client client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                running.add(threads.submit(() -> {
                    for (int call = 0; call < CALLS_PER_THREAD; call++) {
                        one(client, random);
                        ended.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    private static void one(Client client, Random random) throws Exception {
        byte[] payload = new byte[random.nextInt(3_000)];
        random.nextBytes(payload);
        int kind = random.nextInt(100);
        if (kind < 60) {
            assertArrayEquals(payload, client.call("soak", "inline", payload));
        } else if (kind < 75) {
            slowCall(client, payload, random);
        } else if (kind < 85) {
            asyncCall(client, payload, random.nextBoolean());
        } else if (kind < 90) {
            failingCall(client, payload);
        } else if (kind < 98) {
            assertArrayEquals(payload, client.callAsync("soak", "slow", payload).get());
        } else {
            streamCall(client, payload);
        }
    }

    private static void slowCall(Client client, byte[] payload, Random random) throws Exception {
        Duration timeout = Duration.ofNanos(100_000 + random.nextInt(3_000_000));
        try {
            assertArrayEquals(payload, client.call("soak", "slow", payload, CallOptions.DEFAULT.withTimeout(timeout)));
        } catch (CallException e) {
            assertEquals(StatusCode.DEADLINE_EXCEEDED, e.status().code());
        }
    }

    private static void asyncCall(Client client, byte[] payload, boolean cancels) throws Exception {
        CompletableFuture<byte[]> future =
                client.callAsync("soak", "slow", payload, CallOptions.DEFAULT.withTimeout(Duration.ofMillis(3)));
        if (cancels) {
            future.cancel(true);
        }
        try {
            assertArrayEquals(payload, future.join());
        } catch (CancellationException e) {
            assertTrue(cancels, "cancelled without being asked to");
        } catch (CompletionException e) {
            assertTrue(
                    e.getCause() instanceof CallException call
                            && GIVEN_UP.contains(call.status().code()),
                    () -> "unexpected: " + e.getCause());
        }
    }

    private static void failingCall(Client client, byte[] payload) throws Exception {
        try {
            client.call("soak", "fail", payload);
            throw new AssertionError("a failing handler gave an answer");
        } catch (CallException e) {
            assertEquals("NOT_FOUND: no such thing", e.getMessage());
        }
    }

    private static void streamCall(Client client, byte[] payload) throws Exception {
        try (ClientStream stream = client.stream("soak", "stream", new byte[0])) {
            for (int i = 0; i < 5; i++) {
                stream.send(payload);
                assertArrayEquals(payload, stream.receive().orElseThrow());
            }
            stream.closeSend();
            assertTrue(stream.receive().isEmpty());
        }
    }

    private static List<String> threadsOfOurs() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("samehost-"))
                .toList();
    }
}
