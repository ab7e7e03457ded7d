package io.samehost.server.raw;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a peer has sent and its child has not read yet. The engine's thread adds and never waits; a thread of the child's
 * own takes and waits for both sides.
 */
final class ChildInput {
    /** A peer whose child does not read is not read from any further. */
    private static final int MAX_QUEUED_BYTES = 256 * 1024;

    private static final byte[] END = {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by lock. */
    private final Deque<byte[]> chunks = new ArrayDeque<>();

    /** Guarded by lock. */
    private boolean ended;

    /** Guarded by lock. Nobody will read any more. */
    private boolean discarding;

    /** Written under lock. */
    private volatile int queuedBytes;

    /** Written under lock. False until there is a child: its peer has to wait. */
    private volatile boolean open;

    /** Who holds it keeps {@link #hasRoom} from becoming true. */
    ReentrantLock lock() {
        return lock;
    }

    boolean hasRoom() {
        return open && queuedBytes < MAX_QUEUED_BYTES;
    }

    void open() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    void add(ByteBuffer in) {
        lock.lock();
        try {
            if (discarding) {
                in.position(in.limit());
                return;
            }
            byte[] chunk = new byte[in.remaining()];
            in.get(chunk);
            if (chunk.length > 0) {
                chunks.add(chunk);
                queuedBytes += chunk.length;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The peer sends no more. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The child reads no more: what was queued and what comes is dropped. */
    void discard() {
        lock.lock();
        try {
            discarding = true;
            ended = true;
            chunks.clear();
            queuedBytes = 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes everything to the child up to the end, and closes its stdin.
     *
     * @param roomMade called after each piece, with no lock held
     * @throws IOException if the child has closed its stdin
     */
    void pumpTo(OutputStream stdin, Runnable roomMade) throws IOException, InterruptedException {
        try (stdin) {
            for (byte[] chunk = take(); chunk.length > 0; chunk = take()) {
                stdin.write(chunk);
                stdin.flush();
                written(chunk.length);
                roomMade.run();
            }
        }
    }

    private byte[] take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (chunks.isEmpty() && !ended) {
                changed.await();
            }
            return chunks.isEmpty() ? END : chunks.remove();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    private void written(int bytes) {
        lock.lock();
        try {
            queuedBytes = Math.max(0, queuedBytes - bytes);
        } finally {
            lock.unlock();
        }
    }
}
