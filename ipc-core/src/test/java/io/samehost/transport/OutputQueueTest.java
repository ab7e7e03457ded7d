package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class OutputQueueTest {
    private final Channel channel = new Channel();
    private final OutputQueue queue = new OutputQueue(channel);

    /** Takes so many bytes a write, and so many in all. */
    private static final class Channel implements WritableByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int bytesPerWrite = Integer.MAX_VALUE;
        private int room = Integer.MAX_VALUE;
        private int writes;
        private CountDownLatch writing = new CountDownLatch(0);
        private CountDownLatch mayWrite = new CountDownLatch(0);
        private boolean broken;
        private Runnable meanwhile = () -> {};

        @Override
        public int write(ByteBuffer source) throws IOException {
            meanwhile.run();
            writing.countDown();
            await(mayWrite);
            if (broken) {
                throw new IOException("broken pipe");
            }
            writes++;
            byte[] bytes = new byte[Math.min(source.remaining(), Math.min(bytesPerWrite, room))];
            source.get(bytes);
            room -= bytes.length;
            taken.writeBytes(bytes);
            return bytes.length;
        }

        private static void await(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        void hold() {
            writing = new CountDownLatch(1);
            mayWrite = new CountDownLatch(1);
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private CompletableFuture<OutputQueue.Outcome> flushing() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return queue.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void whatIsAppendedLeavesInOneWriteAndInOrder() throws IOException {
        queue.append(bytes("one "));
        queue.append(bytes("two "), "three".getBytes(StandardCharsets.UTF_8));
        assertEquals(13, queue.queuedBytes());
        assertEquals(OutputQueue.Outcome.DRAINED, queue.flush());
        assertEquals("one two three", channel.text());
        assertEquals(1, channel.writes);
        assertTrue(queue.isEmpty());
    }

    @Test
    void aFlushOfNothingWritesNothing() throws IOException {
        assertEquals(OutputQueue.Outcome.DRAINED, queue.flush());
        assertEquals(0, channel.writes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void aChannelThatTakesFewBytesAWriteGetsThemAll(int bytesPerWrite) throws IOException {
        channel.bytesPerWrite = bytesPerWrite;
        String text = "0123456789".repeat(300);
        queue.append(bytes(text));
        assertEquals(OutputQueue.Outcome.DRAINED, queue.flush());
        assertEquals(text, channel.text());
    }

    @Test
    void aFullChannelKeepsTheRestForTheNextFlush() throws IOException {
        channel.room = 4;
        queue.append(bytes("0123456789"));
        assertEquals(OutputQueue.Outcome.LEFT, queue.flush());
        assertEquals(6, queue.queuedBytes());
        queue.append(bytes("abc"));
        assertEquals(OutputQueue.Outcome.LEFT, queue.flush());
        channel.room = 100;
        assertEquals(OutputQueue.Outcome.DRAINED, queue.flush());
        assertEquals("0123456789abc", channel.text());
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
    void aWriterForWhomOthersAppendAllTheTimeDoesAShareAndNoMore() throws IOException {
        byte[] more = new byte[Chunks.SIZE_BYTES];
        AtomicInteger appends = new AtomicInteger();
        channel.meanwhile = () -> {
            if (appends.getAndIncrement() < 100) {
                queue.append(ByteBuffer.wrap(more));
            }
        };
        int mine = 500_000;
        queue.append(ByteBuffer.allocate(mine));
        assertEquals(OutputQueue.Outcome.LEFT, queue.flush());
        int written = channel.taken.size();
        assertTrue(written >= mine && written <= mine + 2 * Chunks.SIZE_BYTES, () -> "written=" + written);

        channel.meanwhile = () -> {};
        assertFalse(queue.isEmpty());
        assertEquals(OutputQueue.Outcome.DRAINED, queue.flush());
        assertTrue(queue.isEmpty());
    }

    @Test
    void aFailureIsTheWritersAndTheNextFlushFailsToo() {
        channel.broken = true;
        queue.append(bytes("lost"));
        assertThrows(IOException.class, queue::flush);
        assertThrows(IOException.class, queue::flush);
        assertFalse(queue.isEmpty());
    }

    @Test
    void bytesMayBeMoreThanOneWriteTakesOrABufferKeeps() throws IOException {
        String text = "x".repeat(1_000_000);
        queue.append(bytes(text));
        assertEquals(OutputQueue.Outcome.DRAINED, queue.flush());
        queue.append(bytes("after"));
        assertEquals(OutputQueue.Outcome.DRAINED, queue.flush());
        assertEquals(text + "after", channel.text());
        assertTrue(channel.writes > 2);
    }

    /** How many bytes, appended one by one, the queue takes for worth a write. */
    private int batchBytes() throws IOException {
        int before = channel.taken.size();
        while (!queue.hasBatch()) {
            queue.append(bytes("x"));
        }
        queue.flush();
        return channel.taken.size() - before;
    }

    @Test
    void theFirstBatchLeavesEarlyAndThoseThatFollowItAreLarger() throws IOException {
        assertEquals(1024, batchBytes());
        assertEquals(2048, batchBytes());
        assertEquals(4096, batchBytes());
        assertEquals(8192, batchBytes());
        assertEquals(16_384, batchBytes());
        assertEquals(16_384, batchBytes());
        queue.append(bytes("the last of them, less than a batch"));
        queue.flush();
        assertEquals(1024, batchBytes());
        assertEquals(2048, batchBytes());
        queue.flush(); // which finds nothing
        assertEquals(1024, batchBytes());
    }

    /** Some of the memory that an append needs is there, and some is not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void forWantOfMemoryAnAppendQueuesNothing(int chunksLeft) throws IOException {
        AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        OutputQueue poor = new OutputQueue(channel, () -> {
            if (left.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("no chunk left");
            }
            return Chunks.take();
        });
        byte[] lost = new byte[4 * Chunks.SIZE_BYTES];
        left.set(chunksLeft);
        assertThrows(OutOfMemoryError.class, () -> poor.append(bytes("head"), lost));
        assertTrue(poor.isEmpty());
        assertFalse(poor.hasBatch());

        String first = "x".repeat(5000);
        left.set(1 + chunksLeft);
        poor.append(bytes(first));
        assertThrows(OutOfMemoryError.class, () -> poor.append(bytes("head"), lost));
        assertThrows(OutOfMemoryError.class, () -> poor.append(ByteBuffer.wrap(lost)));
        assertEquals(5000, poor.queuedBytes());
        poor.append(bytes("second"));
        assertEquals(OutputQueue.Outcome.DRAINED, poor.flush());
        assertEquals(first + "second", channel.text());
    }

    @Test
    void manyThreadsThatAppendAndFlushKeepEachItsOrder() throws Exception {
        channel.bytesPerWrite = 7;
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (char name = 'a'; name < 'i'; name++) {
            String prefix = String.valueOf(name);
            threads.add(CompletableFuture.runAsync(() -> appendAndFlush(prefix), task -> new Thread(task).start()));
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
                    // what is left is for this thread
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
