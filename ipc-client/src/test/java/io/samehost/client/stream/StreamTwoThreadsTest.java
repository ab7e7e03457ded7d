package io.samehost.client.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.ClientStream;
import io.samehost.fixture.Background;
import io.samehost.server.EngineKind;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One thread sends on a stream while another receives: neither keeps the other from what it waits for. */
final class StreamTwoThreadsTest extends StreamFixture {
    private static final int MESSAGES = 600;
    private static final int MESSAGE_BYTES = 30_000;

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<Thread> sender = new AtomicReference<>();

    private CompletableFuture<Void> sendAll(ClientStream stream) {
        return Background.run(() -> {
            sender.set(Thread.currentThread());
            for (int i = 0; i < MESSAGES; i++) {
                stream.send(new byte[MESSAGE_BYTES]);
                sent.incrementAndGet();
            }
            stream.closeSend();
        });
    }

    /** All buffers are full, ours among them. */
    private void awaitThatTheSenderWaits() {
        AtomicInteger last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(100))
                .until(() -> last.getAndSet(sent.get()) == sent.get() && isIn(sender.get(), "awaitRoom"));
    }

    private static boolean isIn(Thread thread, String method) {
        return thread != null
                && Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aReaderWhoComesLateGetsAllWhileTheSenderWaitsForRoom(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "echo", NOTHING)) {
            CompletableFuture<Void> sending = sendAll(stream);
            awaitThatTheSenderWaits();
            CompletableFuture<Integer> receiving = Background.call(() -> {
                int received = 0;
                for (byte[] message : stream) {
                    assertEquals(MESSAGE_BYTES, message.length);
                    received++;
                }
                return received;
            });
            assertEquals(MESSAGES, receiving.get(20, TimeUnit.SECONDS));
            sending.get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aMessageThatHasComeIsReceivedWhileTheSenderWaitsForRoom(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "greet", NOTHING)) {
            CompletableFuture<Void> sending = sendAll(stream);
            awaitThatTheSenderWaits();
            CompletableFuture<byte[]> greeting =
                    Background.call(() -> stream.receive().orElseThrow());
            assertArrayEquals(new byte[] {1}, greeting.get(20, TimeUnit.SECONDS));
            greeted.countDown();
            sending.get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aSecondReaderThatIsInterruptedStopsWaiting(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "hang", NOTHING)) {
            AtomicReference<Thread> second = new AtomicReference<>();
            CompletableFuture<Void> first = Background.run(stream::receive);
            started.await();
            CompletableFuture<Void> other = Background.run(() -> {
                second.set(Thread.currentThread());
                stream.receive();
            });
            await().until(() -> isIn(second.get(), "receive"));
            second.get().interrupt();
            ExecutionException ended = assertThrows(ExecutionException.class, () -> other.get(20, TimeUnit.SECONDS));
            assertEquals(
                    StatusCode.CANCELLED,
                    ((CallException) ended.getCause()).status().code());
            assertThrows(ExecutionException.class, () -> first.get(20, TimeUnit.SECONDS));
            assertTrue(cancelled.await(20, TimeUnit.SECONDS));
        }
    }
}
