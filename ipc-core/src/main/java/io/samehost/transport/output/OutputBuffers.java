package io.samehost.transport.output;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The memory in which an {@link OutputQueue} keeps its bytes: a small buffer of the connection's own, and behind it
 * {@link Chunks} that it has for as long as it needs them. Not thread-safe; the queue guards it.
 */
final class OutputBuffers {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Small enough for ten thousand idle connections. */
    private static final int SMALL_BUFFER_BYTES = 512;

    /** The largest buffer that a connection keeps for itself when it is idle; more than that goes to {@link Chunks}. */
    private static final int LARGEST_OWN_BYTES = 4096;

    private final Supplier<ByteBuffer> source;

    /** Bytes wait here, from 0 to position, and behind them those in {@link #chunks}. */
    private ByteBuffer filling = ByteBuffer.allocate(SMALL_BUFFER_BYTES);

    /** Bytes wait in each from 0 to position, and the last one is filled further. */
    private final Deque<ByteBuffer> chunks = new ArrayDeque<>(1);

    /** The own buffer that is not in use, while there is one. */
    private ByteBuffer spare = ByteBuffer.allocate(SMALL_BUFFER_BYTES);

    /** Takes its chunks from {@code source}. */
    OutputBuffers(Supplier<ByteBuffer> source) {
        this.source = source;
    }

    /** Copies both behind the bytes that wait; both whole, or nothing for want of memory. */
    void add(ByteBuffer head, byte[] payload) {
        if (fitsOwn(head.remaining() + payload.length)) {
            filling.put(head).put(payload);
        } else {
            fillChunks(head, ByteBuffer.wrap(payload));
        }
    }

    /** Copies what remains in both behind the bytes that wait, as above. */
    void add(ByteBuffer head, ByteBuffer payload) {
        if (fitsOwn(head.remaining() + payload.remaining())) {
            filling.put(head).put(payload);
        } else {
            fillChunks(head, payload);
        }
    }

    /** Makes room in the connection's own buffer, unless other bytes wait behind it or there would be too many. */
    private boolean fitsOwn(int bytes) {
        if (!chunks.isEmpty() || bytes > LARGEST_OWN_BYTES - filling.position()) {
            return false;
        }
        if (bytes > filling.remaining()) {
            int needed = filling.position() + bytes;
            filling =
                    ByteBuffer.allocate(Math.min(LARGEST_OWN_BYTES, 2 * needed)).put(filling.flip());
        }
        return true;
    }

    /** A frame of which the peer gets only a part spoils all that follow, so a part is taken back. */
    private void fillChunks(ByteBuffer head, ByteBuffer payload) {
        int chunksBefore = chunks.size();
        int lastPosition = chunksBefore == 0 ? 0 : chunks.getLast().position();
        try {
            fillChunks(head);
            fillChunks(payload);
        } catch (OutOfMemoryError e) {
            while (chunks.size() > chunksBefore) {
                chunks.removeLast();
            }
            if (chunksBefore > 0) {
                chunks.getLast().position(lastPosition);
            }
            throw e;
        }
    }

    private void fillChunks(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            ByteBuffer last = chunks.peekLast();
            if (last == null || !last.hasRemaining()) {
                last = source.get();
                chunks.add(last);
            }
            int taken = Math.min(bytes.remaining(), last.remaining());
            last.put(last.position(), bytes, bytes.position(), taken);
            last.position(last.position() + taken);
            bytes.position(bytes.position() + taken);
        }
    }

    /**
     * Gives what waits first to the writer, once what it had is written.
     *
     * @param written the buffer that the writer has; it is given back if nothing is left in it
     * @return the buffer to write from, which is empty if nothing waits
     */
    ByteBuffer next(ByteBuffer written) {
        if (written.hasRemaining()) {
            return written;
        }
        giveBack(written);
        if (filling.position() > 0) {
            ByteBuffer first = filling.flip();
            filling = spare;
            return first;
        }
        return chunks.isEmpty() ? NOTHING : chunks.poll().flip();
    }

    private void giveBack(ByteBuffer written) {
        if (written.capacity() > LARGEST_OWN_BYTES) {
            Chunks.give(written);
        } else if (written.capacity() > 0) {
            spare = written.clear();
        }
    }
}
