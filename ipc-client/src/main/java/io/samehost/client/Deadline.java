package io.samehost.client;

import java.util.concurrent.TimeUnit;

/** Until when a call is waited for. Starts to run when it is made. */
final class Deadline {
    /** A century, so that the time it passes is a number that can be compared. */
    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(36_525);

    private final long timeoutNanos;
    private final long begunNanos = System.nanoTime();

    /** {@code timeoutNanos} of 0 is no deadline. */
    Deadline(long timeoutNanos) {
        this.timeoutNanos = Math.min(timeoutNanos, LONGEST_NANOS);
    }

    boolean exists() {
        return timeoutNanos > 0;
    }

    /** When it was made, in the time of {@link System#nanoTime}, also where there is none. */
    long begunNanos() {
        return begunNanos;
    }

    /** What was left when it began, as a request says it: 0 without a deadline. */
    long timeoutNanos() {
        return timeoutNanos;
    }

    /** When it passes, in the time of {@link System#nanoTime}. Only where it {@link #exists}. */
    long endNanos() {
        return begunNanos + timeoutNanos;
    }

    /** What is left; 0 or less once it has passed, {@link Long#MAX_VALUE} without a deadline. */
    long remainingNanos() {
        return remainingNanos(System.nanoTime());
    }

    /** The same for who has just looked at the clock. */
    long remainingNanos(long nowNanos) {
        return exists() ? timeoutNanos - (nowNanos - begunNanos) : Long.MAX_VALUE;
    }

    /** What is left, as a request says it: 0 without a deadline. Only while something is left. */
    long remainingOnTheWire() {
        return exists() ? Math.max(1, remainingNanos()) : 0;
    }
}
