package io.samehost.transport.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Bytes that one connection has yet to send. Any thread appends, and any thread may flush: the first one becomes the writer
 * and also writes what others append meanwhile, so that bytes leave in as few writes as possible and never wait for
 * company. No lock is held while the channel writes, so appending never waits for the socket.
 *
 * <p>A writer does a share for others, no more: threads that append faster than the peer reads would keep it for ever.
 * Over a non-blocking channel it also stops when the socket is full. All methods may be called from any thread.
 */
public class OutputQueue {

    /** The end of a flush. */
    public enum Outcome {
        /** Everything is written. */
        DRAINED,
        /** Another thread is writing and will take our bytes along. */
        BUSY,
        /** Some is left that nobody writes now; flush again when the socket is writable. */
        LEFT
    }

    /** A writer sends so much of the bytes that others append while it writes: some thousand small calls. */
    private static final int SHARE_BYTES = Chunks.SIZE_BYTES;

    private final WritableByteChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private final Batch batch = new Batch();

    /** Guarded by lock. */
    private final OutputBuffers buffers;

    /** Owned by the writer, that is by the thread that has set {@link #writing}. */
    private ByteBuffer draining = OutputBuffers.NOTHING;

    /** Guarded by lock, and so is the next. */
    private boolean writing;

    private boolean closed;

    /** Written under the lock, whose release publishes it; read by anybody. */
    private final AtomicInteger queuedBytes = new AtomicInteger();

    /** Bytes that the socket has taken so far; written as {@link #queuedBytes} is. */
    private final AtomicLong sentBytes = new AtomicLong();

    /** Guarded by lock. Threads in {@link #awaitAtMost}. */
    private int waiting;

    public OutputQueue(WritableByteChannel channel) {
        this(channel, Chunks::take);
    }

    /** Takes its chunks from {@code source}: a test cannot use up all memory. */
    OutputQueue(WritableByteChannel channel, Supplier<ByteBuffer> source) {
        this.channel = channel;
        this.buffers = new OutputBuffers(source);
    }

    /** Copies the remaining bytes of {@code bytes} behind what is queued; all of them, or none for want of memory. */
    public void append(ByteBuffer bytes) {
        append(bytes, OutputBuffers.NOTHING);
    }

    /** Copies both behind what is queued, with nothing between them; both whole, or nothing for want of memory. */
    public void append(ByteBuffer head, byte[] payload) {
        lock.lock();
        try {
            int size = head.remaining() + payload.length;
            buffers.add(head, payload);
            count(size);
        } finally {
            lock.unlock();
        }
    }

    /** Copies what remains in both behind what is queued, as above. */
    public void append(ByteBuffer head, ByteBuffer payload) {
        lock.lock();
        try {
            int size = head.remaining() + payload.remaining();
            buffers.add(head, payload);
            count(size);
        } finally {
            lock.unlock();
        }
    }

    private void count(int bytes) {
        queuedBytes.setRelease(queuedBytes.getPlain() + bytes);
        batch.add(bytes);
    }

    /** Bytes that were appended and have not been taken by the socket. */
    public int queuedBytes() {
        return queuedBytes.get();
    }

    /** Bytes that the socket has taken so far: while it stands still although something is queued, so does the peer. */
    public long sentBytes() {
        return sentBytes.get();
    }

    public boolean isEmpty() {
        return queuedBytes.get() == 0;
    }

    /** True if so much waits to be flushed that the peer should have it already, though more will follow at once. */
    public boolean hasBatch() {
        return batch.isFull();
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
            batch.begin();
            if (isEmpty() || closed) {
                return false;
            }
            writing = true;
            draining = buffers.next(draining);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Accounts for a write. Gives the role up if the writer may not go on, or in the step that finds nothing left. */
    private boolean goesOn(int written, boolean mayGoOn) {
        lock.lock();
        try {
            queuedBytes.setRelease(queuedBytes.getPlain() - written);
            sentBytes.setRelease(sentBytes.getPlain() + written);
            if (waiting > 0) {
                drained.signalAll();
            }
            draining = buffers.next(draining);
            writing = mayGoOn && draining.hasRemaining() && !closed;
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
     * Keeps every thread from writing until {@link #letGo}; what others flush meanwhile stays queued.
     *
     * @return false if a thread is writing, or the queue is closed
     */
    public boolean hold() {
        lock.lock();
        try {
            boolean held = !writing && !closed;
            writing |= held;
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** After {@link #hold} returned true. Returns true if something is queued, which nobody writes now. */
    public boolean letGo() {
        stopWriting();
        return !isEmpty();
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

    /**
     * True if the channel took no byte from {@code position} on and never will: the queue is closed, and nobody writes.
     *
     * @param position counted in appended bytes, from the first one on
     */
    public boolean neverTook(long position) {
        lock.lock();
        try {
            return closed && !writing && sentBytes.getPlain() <= position;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets no write begin any more, and wakes all threads that wait for room. Does not close the channel. May be called
     * twice.
     */
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
