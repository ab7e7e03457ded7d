package io.samehost.server.memory;

import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The memory that a server gives to all its peers together. Each connection has a {@link MemoryShare}, which counts what it
 * holds here once that is more than a little. While the budget is used up, connections that hold some of it are not read
 * from; all others are, so that a small call is answered. Thread-safe.
 *
 * <p>Messages that have come in part could hold the whole budget and wait for each other. So one of them at a time may
 * take a further {@value #RESERVE_BYTES} bytes, until it is whole.
 */
public final class MemoryBudget {
    /** A connection may hold so much without being counted: small calls touch no counter that others share. */
    public static final int FREE_BYTES = 8 * 1024;

    /** The longest message, so that one can always be completed. */
    static final int RESERVE_BYTES = 4 << 20;

    /** Half of the heap has to be left to handlers, and to the copies that are made of a message on its way. */
    private static final int DEFAULT_SHARE_OF_HEAP = 4;

    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    /** Buffers to read into lie outside the heap, which has a limit of its own of about the same size. */
    private final AtomicLong bufferBytes = new AtomicLong();

    /** The share that may use the reserve, if it has a holder. */
    private final AtomicReference<MemoryShare> reserveHolder = new AtomicReference<>();

    /** Shares that are to be told when there is room. */
    private final Set<MemoryShare> waiting = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean tellAgain = new AtomicBoolean();

    public MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** A quarter of the heap. */
    public static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / DEFAULT_SHARE_OF_HEAP);
    }

    public long limitBytes() {
        return limitBytes;
    }

    /** All that is counted now. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** True if a connection is not read from for want of room. */
    public boolean isShort() {
        return !waiting.isEmpty();
    }

    /** True if much is free again: nobody has to be given up any more. */
    public boolean isHalfFree() {
        return heldBytes.get() <= limitBytes / 2;
    }

    /** True if {@code bytes} more would fit. */
    boolean fits(long bytes) {
        return heldBytes.get() + bytes <= limitBytes;
    }

    /** An answer cannot be held up, as reading can: so much again may be owed beyond the limit, and then none is kept. */
    boolean mayOwe(long bytes) {
        return heldBytes.get() + bytes <= owedLimitBytes();
    }

    private long owedLimitBytes() {
        return 2 * limitBytes + RESERVE_BYTES;
    }

    /** Counts {@code bytes} more for an answer, if they fit as {@link #mayOwe} has it. */
    boolean owe(long bytes) {
        if (heldBytes.addAndGet(bytes) <= owedLimitBytes()) {
            return true;
        }
        heldBytes.addAndGet(-bytes);
        return false;
    }

    /** True if {@code share} could take {@code bytes} more to complete its message. */
    boolean fitsReserve(MemoryShare share, long bytes) {
        MemoryShare holder = reserveHolder.get();
        return (holder == null || holder == share) && heldBytes.get() + bytes <= limitBytes + RESERVE_BYTES;
    }

    /** Counts {@code bytes} more for the unfinished message of {@code share}, if they fit. */
    boolean reserve(MemoryShare share, int bytes) {
        long after = heldBytes.addAndGet(bytes);
        if (after <= limitBytes || (after <= limitBytes + RESERVE_BYTES && holdsReserve(share))) {
            return true;
        }
        heldBytes.addAndGet(-bytes);
        return false;
    }

    private boolean holdsReserve(MemoryShare share) {
        return reserveHolder.get() == share || reserveHolder.compareAndSet(null, share);
    }

    /** True while {@code share} completes its message by means of the reserve. */
    boolean isReserveOf(MemoryShare share) {
        return reserveHolder.get() == share;
    }

    /** Leaves the reserve to another one. */
    void leaveReserve(MemoryShare share) {
        if (reserveHolder.compareAndSet(share, null)) {
            tellWaiting();
        }
    }

    /** Counts a change, for bytes that are there or gone already. */
    void change(long bytes) {
        long after = heldBytes.addAndGet(bytes);
        if (bytes < 0 && after <= limitBytes && isShort()) {
            tellWaiting();
        }
    }

    boolean reserveBuffer(int bytes) {
        if (bufferBytes.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        bufferBytes.addAndGet(-bytes);
        return false;
    }

    void freeBuffer(int bytes) {
        bufferBytes.addAndGet(-bytes);
    }

    void await(MemoryShare share) {
        waiting.add(share);
    }

    void forget(MemoryShare share) {
        waiting.remove(share);
    }

    /**
     * Has all that wait look again; those for whom there is still no room wait on. One thread at a time does, and once more
     * if there was a reason meanwhile: a look may free memory by itself.
     */
    private void tellWaiting() {
        tellAgain.set(true);
        while (tellAgain.get() && telling.compareAndSet(false, true)) {
            try {
                tellAgain.set(false);
                tellEach();
            } finally {
                telling.set(false);
            }
        }
    }

    private void tellEach() {
        try {
            for (MemoryShare share : new ArrayList<>(waiting)) {
                waiting.remove(share);
                tell(share);
            }
        } catch (OutOfMemoryError e) {
            // the sweep has them look too, a little later
        }
    }

    /** Throws nothing: the caller is mostly another connection at its end, which nothing may disturb. */
    private static void tell(MemoryShare share) {
        try {
            share.look();
        } catch (Throwable t) {
            // the sweep has it look too, a little later, and ends a connection that fails
        }
    }
}
