package io.samehost.transport.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class OutputQueueTest {
    private final HeldChannel channel = new HeldChannel();
    private final OutputQueue queue = new OutputQueue(channel);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
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
    void whatIsFlushedWhileTheQueueIsHeldStaysThere() throws IOException {
        assertTrue(queue.hold());
        assertFalse(queue.hold());
        queue.append(bytes("a"));
        assertEquals(OutputQueue.Outcome.BUSY, queue.flush());
        assertEquals(0, channel.writes);
        assertTrue(queue.letGo());
        assertEquals(OutputQueue.Outcome.DRAINED, queue.flush());
        assertEquals("a", channel.text());
        assertTrue(queue.hold());
        assertFalse(queue.letGo());
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

    /** Bytes that the queue, given them one by one, finds worth a write. */
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
}
