package io.samehost.transport.output;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Direct buffers for what does not fit a connection's own small one, shared by all connections: large messages are
 * copied into them once, and the JDK writes from them without a further copy. Thread-safe.
 */
final class Chunks {
    /** A message of 64 KiB and its envelope fit one, so that they leave in one write. */
    static final int SIZE_BYTES = 128 * 1024;

    /** Four MiB are kept for the next message; more than that is left to the garbage collector. */
    private static final BlockingQueue<ByteBuffer> SPARE = new ArrayBlockingQueue<>(32);

    private Chunks() {}

    /** An empty buffer; on the heap if there is no memory for direct ones. */
    static ByteBuffer take() {
        ByteBuffer spare = SPARE.poll();
        if (spare != null) {
            return spare;
        }
        try {
            return ByteBuffer.allocateDirect(SIZE_BYTES);
        } catch (OutOfMemoryError e) { // direct memory has a limit of its own
            return ByteBuffer.allocate(SIZE_BYTES);
        }
    }

    /** Gives a buffer back that nobody uses any more. */
    static void give(ByteBuffer chunk) {
        SPARE.offer(chunk.clear());
    }
}
