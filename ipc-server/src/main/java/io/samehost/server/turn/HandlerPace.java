package io.samehost.server.turn;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Learns from the times of its runs whether a method's handler is quick. A few longer runs among many are
 * forgiven, since any thread is sometimes made to wait for a processor; a run that blocked is remembered, and each makes
 * it take more quick runs to be called quick again. Thread-safe.
 */
public final class HandlerPace {
    /** About what it costs to hand a call to another thread: a handler that takes longer gains little by not being. */
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** So many quick runs are undone by a longer one: with more than about 6 % of those, a handler is not quick. */
    private static final int LONGER_RUN_UNDOES = 16;

    private static final int FEWEST_NEEDED_RUNS = 32;
    private static final int MOST_NEEDED_RUNS = 1024;

    /** So many times what is needed is as good as it gets; then half of it will do. */
    private static final int BEST_FACTOR = 4;

    private final AtomicInteger quickRuns = new AtomicInteger();

    /** Written under this. */
    private volatile int neededRuns = FEWEST_NEEDED_RUNS;

    /** True if the next run can be expected to be over about when another thread would have begun it. */
    public boolean isQuick() {
        return quickRuns.get() >= neededRuns;
    }

    /** A run is over. */
    public void ran(long nanos) {
        if (nanos > BLOCKED_NANOS) {
            blocked();
        } else if (nanos > QUICK_NANOS) {
            quickRuns.updateAndGet(runs -> Math.max(0, runs - LONGER_RUN_UNDOES));
        } else if (quickRuns.get() < neededRuns * BEST_FACTOR) {
            quickRuns.incrementAndGet();
        } else if (neededRuns > FEWEST_NEEDED_RUNS) {
            improve();
        }
    }

    /** A run took very long, or is not over after so long. */
    public synchronized void blocked() {
        if (isQuick()) {
            neededRuns = Math.min(neededRuns * 2, MOST_NEEDED_RUNS);
        }
        quickRuns.set(0);
    }

    private synchronized void improve() {
        if (quickRuns.get() >= neededRuns * BEST_FACTOR) {
            neededRuns = Math.max(neededRuns / 2, FEWEST_NEEDED_RUNS);
            quickRuns.set(neededRuns * 2);
        }
    }
}
