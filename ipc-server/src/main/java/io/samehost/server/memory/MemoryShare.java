package io.samehost.server.memory;

import io.samehost.server.session.Memory;
import java.util.concurrent.atomic.AtomicLong;

/** One connection's part of a {@link MemoryBudget}. Thread-safe. */
public final class MemoryShare implements Memory {
    /** The count of a share that is closed. */
    private static final long CLOSED = -1;

    private final MemoryBudget budget;
    private final Runnable whenRoom;

    /** The bytes that the budget counts for this connection. */
    private final AtomicLong countedBytes = new AtomicLong();

    /** Bytes that the next piece of a message needs and that were not to be had. Written by the reading thread. */
    private volatile int wantedBytes;

    /** Guarded by this. */
    private int bufferBytes;

    /** {@code whenRoom} is run, by any thread, when {@link #hasRoom} may have changed to true. */
    public MemoryShare(MemoryBudget budget, Runnable whenRoom) {
        this.budget = budget;
        this.whenRoom = whenRoom;
    }

    @Override
    public boolean hasRoom() {
        int wanted = wantedBytes;
        if (wanted == 0 && countedBytes.get() <= 0) {
            return true;
        }
        if (fits(wanted)) {
            return true;
        }
        await();
        return fits(wanted); // it may have come before we waited for it
    }

    /** A share that is closed meanwhile waits for nothing. */
    private void await() {
        budget.await(this);
        if (countedBytes.get() == CLOSED) {
            budget.forget(this);
        }
    }

    private boolean fits(int wanted) {
        return wanted == 0 ? budget.fits(1) : budget.fits(wanted) || budget.fitsReserve(this, wanted);
    }

    @Override
    public boolean isWanting() {
        return wantedBytes > 0;
    }

    @Override
    public boolean reserve(int bytes) {
        if (!budget.reserve(this, bytes)) {
            wantedBytes = bytes;
            return false;
        }
        wantedBytes = 0;
        if (!add(bytes)) {
            budget.change(-bytes);
            budget.leaveReserve(this); // which it may have got after its close
        }
        return true;
    }

    private boolean add(long bytes) {
        long before = countedBytes.getAndUpdate(now -> now == CLOSED ? CLOSED : now + bytes);
        return before != CLOSED;
    }

    @Override
    public boolean mayOwe(int bytes) {
        if (bytes <= MemoryBudget.FREE_BYTES || budget.mayOwe(bytes)) {
            return true;
        }
        await(); // so that peers that stand still give theirs up
        return false;
    }

    @Override
    public boolean owe(int bytes) {
        if (bytes <= MemoryBudget.FREE_BYTES) {
            return true;
        }
        if (!budget.owe(bytes)) {
            await();
            return false;
        }
        if (!add(bytes)) {
            budget.change(-bytes);
        }
        return true;
    }

    /** Takes note of all that the connection holds now. Costs next to nothing while that is little. */
    public void settle(long heldBytes) {
        long before = countedBytes.get();
        long now = heldBytes > MemoryBudget.FREE_BYTES ? heldBytes : 0;
        if (now != before && before != CLOSED && countedBytes.compareAndSet(before, now)) {
            budget.change(now - before);
        }
    }

    /** True while the reserve is the connection's, so that its message can be completed. */
    public boolean holdsReserve() {
        return budget.isReserveOf(this);
    }

    /** The message that needed the reserve is whole. */
    public void leaveReserve() {
        budget.leaveReserve(this);
    }

    /** The bytes that the budget counts for this connection. */
    public long countedBytes() {
        return Math.max(0, countedBytes.get());
    }

    /** False if a read of {@code bytes} should rather be a small one: what the session leaves of it has to be kept. */
    public boolean mayRead(int bytes) {
        return budget.fits(bytes);
    }

    /** Counts a buffer of {@code bytes} to read into, in place of the one before; false if that is too much. */
    public synchronized boolean reserveBuffer(int bytes) {
        if (countedBytes.get() == CLOSED || !budget.reserveBuffer(bytes - bufferBytes)) {
            return false;
        }
        bufferBytes = bytes;
        return true;
    }

    /** Runs on any thread. */
    void look() {
        whenRoom.run();
    }

    /** The connection is gone, and so is all that it held. May be called twice. */
    public void close() {
        long before = countedBytes.getAndSet(CLOSED);
        if (before == CLOSED) {
            return;
        }
        budget.forget(this);
        budget.leaveReserve(this);
        budget.change(-before);
        synchronized (this) {
            budget.freeBuffer(bufferBytes);
            bufferBytes = 0;
        }
    }
}
