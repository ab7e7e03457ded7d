package io.samehost.transport.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Background;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that meet at an {@link OutputQueue}: the writer, those who leave their bytes to it, and those who wait for room. */
@Timeout(20)
final class OutputQueueThreadsTest {
    private final HeldChannel channel = new HeldChannel();
    private final OutputQueue queue = new OutputQueue(channel);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private CompletableFuture<OutputQueue.Outcome> flushing() {
        return Background.call(() -> {
            return queue.flush();
        });
    }

    @Test
    void theWriterTakesAlongWhatOthersAppendMeanwhile() throws Exception {
        channel.hold();
        queue.append(bytes("first "));
        CompletableFuture<OutputQueue.Outcome> writer = flushing();
        channel.writing.await();
        queue.append(bytes("second"));
        assertEquals(OutputQueue.Outcome.BUSY, queue.flush());
        channel.mayWrite.countDown();
        assertEquals(OutputQueue.Outcome.DRAINED, writer.get());
        assertEquals("first second", channel.text());
    }

    @Test
    void manyThreadsThatAppendAndFlushKeepEachItsOrder() throws Exception {
        channel.bytesPerWrite = 7;
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (char name = 'a'; name < 'i'; name++) {
            String prefix = String.valueOf(name);
            threads.add(Background.run(() -> appendAndFlush(prefix)));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get();
        }
        assertTrue(queue.isEmpty());
        for (char name = 'a'; name < 'i'; name++) {
            String own = String.valueOf(name);
            List<String> seen = Stream.of(channel.text().split(" ", -1))
                    .filter(word -> word.startsWith(own))
                    .toList();
            assertEquals(2000, seen.size());
            for (int i = 0; i < seen.size(); i++) {
                assertEquals(own + i, seen.get(i));
            }
        }
    }

    private void appendAndFlush(String prefix) {
        try {
            for (int i = 0; i < 2000; i++) {
                queue.append(bytes(prefix), (i + " ").getBytes(StandardCharsets.UTF_8));
                while (queue.flush() == OutputQueue.Outcome.LEFT) {
                    // the rest is for this thread
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoWaitsForRoomIsWokenByTheWriter() throws Exception {
        channel.room = 0;
        queue.append(bytes("0123456789"));
        assertEquals(OutputQueue.Outcome.LEFT, queue.flush());
        assertFalse(queue.awaitAtMost(5, 1));
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread waiter = waiter(waiting);
        Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        channel.room = 5;
        assertEquals(OutputQueue.Outcome.LEFT, queue.flush());
        assertTrue(waiting.get());
    }

    @Test
    void whoWaitsForRoomIsWokenByClose() throws Exception {
        queue.append(bytes("0123456789"));
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread waiter = waiter(waiting);
        Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        queue.close();
        queue.close();
        ExecutionException ended = assertThrows(ExecutionException.class, waiting::get);
        assertTrue(ended.getCause() instanceof ClosedChannelException, ended.toString());
    }

    private Thread waiter(CompletableFuture<Boolean> outcome) {
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(queue.awaitAtMost(5, TimeUnit.SECONDS.toNanos(15)));
            } catch (IOException | InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.start();
        return thread;
    }
}
