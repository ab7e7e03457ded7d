package io.samehost.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What one connection has yet to send. Any thread appends, and any thread may flush: the first one becomes the writer
 * and also writes what others append meanwhile, so that bytes leave in as few writes as possible and never wait for
 * company. No lock is held while the channel writes, so appending never waits for the socket.
 *
 * <p>A writer does a share for others, no more: threads that append faster than the peer reads would keep it for ever.
 * What is then left is told to it, and it has to have somebody flush again.
 *
 * <p>Works over blocking channels, where {@link #flush} returns when its share is written, and non-blocking ones, where
 * it also stops when the socket is full. All methods may be called from any thread.
 */
public final class OutputQueue {

    /** How a flush ended. */
    public enum Outcome {
        /** Everything is written. */
        DRAINED,
        /** Another thread is writing and will take our bytes along. */
        BUSY,
        /** Some is left that nobody writes now; flush again when the socket is writable. */
        LEFT
    }

    /**
     * Some ten small calls. With less there are too many writes; with more, one end rests while the other works: with 64
     * calls in flight on two cores, the event loop carried 1.0 million a second with twice as much, and 1.8 with this.
     */
    private static final int FIRST_BATCH_BYTES = 1024;

    /**
     * Once the peer has something to do, the next batch may be larger, and each costs a write: over TCP, 1,024 calls in
     * flight went from 1.8 to 2.6 million a second.
     */
    private static final int LARGEST_BATCH_BYTES = 16 * 1024;

    /** What a writer takes along of what others append while it writes; some thousand small calls. */
    private static final int SHARE_BYTES = Chunks.SIZE_BYTES;

    /** Small enough for ten thousand idle connections. */
    private static final int SMALL_BUFFER_BYTES = 512;

    /** What a connection keeps for itself when it is idle; more than that goes to {@link Chunks}. */
    private static final int LARGEST_OWN_BYTES = 4096;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final WritableByteChannel channel;
    private final Supplier<ByteBuffer> source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();

    /** Guarded by lock. Bytes wait here, from 0 to position, and behind them those in {@link #chunks}. */
    private ByteBuffer filling = ByteBuffer.allocate(SMALL_BUFFER_BYTES);

    /** Guarded by lock. Bytes wait in each from 0 to position, and the last one is filled further. */
    private final Deque<ByteBuffer> chunks = new ArrayDeque<>(1);

    /** Owned by the writer, that is by the thread that has set {@link #writing}. */
    private ByteBuffer draining = NOTHING;

    /** Guarded by lock. The own buffer that is not in use, while there is one. */
    private ByteBuffer spare = ByteBuffer.allocate(SMALL_BUFFER_BYTES);

    /** Guarded by lock. */
    private boolean writing;

    /** Guarded by lock. */
    private boolean closed;

    /** Written under the lock, whose release publishes it; read by anybody. */
    private final AtomicInteger queuedBytes = new AtomicInteger();

    /** What came since the last flush began; written as {@link #queuedBytes} is. */
    private final AtomicInteger unofferedBytes = new AtomicInteger();

    /** What makes a batch: more after each one, and little again after a flush of less. Written as the counts are. */
    private final AtomicInteger batchBytes = new AtomicInteger(FIRST_BATCH_BYTES);

    /** Guarded by lock. Threads in {@link #awaitAtMost}. */
    private int waiting;

    public OutputQueue(WritableByteChannel channel) {
        this(channel, Chunks::take);
    }

    /** Takes its chunks from {@code source}: a test cannot use up all memory. */
    OutputQueue(WritableByteChannel channel, Supplier<ByteBuffer> source) {
        this.channel = channel;
        this.source = source;
    }

    /** Copies the remaining bytes of {@code bytes} behind what is queued; all of them, or none for want of memory. */
    public void append(ByteBuffer bytes) {
        lock.lock();
        try {
            int size = bytes.remaining();
            if (fitsOwn(size)) {
                filling.put(bytes);
            } else {
                fillChunks(bytes, NOTHING);
            }
            count(size);
        } finally {
            lock.unlock();
        }
    }

    /** Copies both behind what is queued, with nothing between them; both whole, or nothing for want of memory. */
    public void append(ByteBuffer head, byte[] payload) {
        lock.lock();
        try {
            int size = head.remaining() + payload.length;
            if (fitsOwn(size)) {
                filling.put(head).put(payload);
            } else {
                fillChunks(head, ByteBuffer.wrap(payload));
            }
            count(size);
        } finally {
            lock.unlock();
        }
    }

    private void count(int bytes) {
        queuedBytes.setRelease(queuedBytes.getPlain() + bytes);
        unofferedBytes.setRelease(unofferedBytes.getPlain() + bytes);
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

    /** Bytes that were appended and have not been taken by the socket. */
    public int queuedBytes() {
        return queuedBytes.get();
    }

    public boolean isEmpty() {
        return queuedBytes.get() == 0;
    }

    /** True if so much waits to be flushed that the peer should have it already, though more will follow at once. */
    public boolean hasBatch() {
        return unofferedBytes.get() >= batchBytes.get();
    }

    /**
     * Writes what is queued, and a share of what others append meanwhile.
     *
     * @throws IOException if the channel fails; the connection has to be closed
     */
    public Outcome flush() throws IOException {
        if (!becomeWriter()) {
            return isEmpty() ? Outcome.DRAINED : Outcome.BUSY;
        }
        boolean writer = true;
        try {
            long share = (long) queuedBytes() + SHARE_BYTES;
            while (true) {
                int written = channel.write(draining);
                share -= written;
                boolean mayGoOn = written > 0 && share > 0;
                writer = goesOn(written, mayGoOn);
                if (!writer) {
                    return mayGoOn || isEmpty() ? Outcome.DRAINED : Outcome.LEFT;
                }
            }
        } finally {
            if (writer) {
                stopWriting();
            }
        }
    }

    private boolean becomeWriter() {
        lock.lock();
        try {
            if (writing) {
                return false;
            }
            batchBytes.setRelease(
                    hasBatch() ? Math.min(2 * batchBytes.getPlain(), LARGEST_BATCH_BYTES) : FIRST_BATCH_BYTES);
            unofferedBytes.setRelease(0);
            if (isEmpty()) {
                return false;
            }
            writing = true;
            takeOver();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock, as the writer: takes what was appended first, once what it had is written. */
    private void takeOver() {
        if (draining.hasRemaining()) {
            return;
        }
        giveBack();
        if (filling.position() > 0) {
            draining = filling.flip();
            filling = spare;
        } else if (!chunks.isEmpty()) {
            draining = chunks.poll().flip();
        }
    }

    private void giveBack() {
        if (draining.capacity() > LARGEST_OWN_BYTES) {
            Chunks.give(draining);
        } else if (draining.capacity() > 0) {
            spare = draining.clear();
        }
        draining = NOTHING;
    }

    /** Accounts for a write. Gives the role up if the writer may not go on, or in the step that finds nothing left. */
    private boolean goesOn(int written, boolean mayGoOn) {
        lock.lock();
        try {
            queuedBytes.setRelease(queuedBytes.getPlain() - written);
            if (waiting > 0) {
                drained.signalAll();
            }
            takeOver();
            writing = mayGoOn && draining.hasRemaining();
            return writing;
        } finally {
            lock.unlock();
        }
    }

    private void stopWriting() {
        lock.lock();
        try {
            writing = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until at most {@code limitBytes} are queued. Somebody else has to flush.
     *
     * @return false if {@code timeoutNanos} passed first
     * @throws ClosedChannelException if the queue is closed
     */
    public boolean awaitAtMost(int limitBytes, long timeoutNanos) throws InterruptedException, ClosedChannelException {
        if (queuedBytes() <= limitBytes) {
            return true;
        }
        lock.lockInterruptibly();
        waiting++;
        try {
            long left = timeoutNanos;
            while (queuedBytes() > limitBytes && !closed) {
                if (left <= 0) {
                    return false;
                }
                left = drained.awaitNanos(left);
            }
            if (closed) {
                throw new ClosedChannelException();
            }
            return true;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Wakes everybody who waits for room. Does not close the channel. May be called twice. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
