package io.samehost.client.connection;

import io.samehost.client.call.PendingCalls;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides which of many calling threads writes. Threads whose answers came together were woken together, and probably
 * have their next requests at the same time: one write can take several of them. Nothing relies on it but speed.
 */
final class SharedWrites {
    private final PendingCalls calls;

    /** True if the last answers came together, so that several callers were woken at once. */
    private volatile boolean severalAnswered;

    /** About how many requests of threads wait for the next write; counted while {@link #severalAnswered}. */
    private final AtomicInteger unsent = new AtomicInteger();

    SharedWrites(PendingCalls calls) {
        this.calls = calls;
    }

    /** So many answers came in one piece. */
    void answered(int count) {
        boolean several = count > 1;
        if (several != severalAnswered) {
            severalAnswered = several;
        }
    }

    /**
     * Counts a request in. A write takes half of the calls that threads wait for, so that the server has the other half
     * meanwhile.
     */
    boolean mayBeLeftToNext() {
        return severalAnswered && unsent.incrementAndGet() < calls.syncSize() / 2;
    }

    /** A write begins, and takes along what waits. */
    void begin() {
        if (unsent.get() > 0) {
            unsent.set(0);
        }
    }

    /**
     * When it is the calling thread's turn again, its answer has mostly come, and nobody had to be put to sleep and woken.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    void letOthersGoOn() {
        if (severalAnswered) {
            Thread.yield();
        }
    }
}
