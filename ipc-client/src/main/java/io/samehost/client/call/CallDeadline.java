package io.samehost.client.call;

import java.util.concurrent.TimeUnit;

/** The time that a caller waits for its call. It starts to run when it is made. */
public class CallDeadline {
    /** A century, so that the time it passes is a number that can be compared. */
    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(36_525);

    private final long timeoutNanos;
    private final long begunNanos;

    /** {@code timeoutNanos} of 0 is no deadline. A negative one has passed already. */
    public CallDeadline(long timeoutNanos) {
        this(timeoutNanos, System.nanoTime());
    }

    /** One that has run since {@code begunNanos}, in the time of {@link System#nanoTime}. */
    public CallDeadline(long timeoutNanos, long begunNanos) {
        this.timeoutNanos = Math.min(timeoutNanos, LONGEST_NANOS);
        this.begunNanos = begunNanos;
    }

    public final boolean exists() {
        return timeoutNanos != 0;
    }

    /** When it was made, in the time of {@link System#nanoTime}, also where there is none. */
    public final long begunNanos() {
        return begunNanos;
    }

    /** Time that was left when it began, as a request says it: 0 without a deadline. */
    public final long timeoutNanos() {
        return timeoutNanos;
    }

    /** When it passes, in the time of {@link System#nanoTime}. Only where it {@link #exists}. */
    public final long endNanos() {
        return begunNanos + timeoutNanos;
    }

    /** Time left; 0 or less once it has passed, {@link Long#MAX_VALUE} without a deadline. */
    public final long remainingNanos() {
        return remainingNanos(System.nanoTime());
    }

    /** The same for a caller that has just looked at the clock. */
    public final long remainingNanos(long nowNanos) {
        return exists() ? timeoutNanos - (nowNanos - begunNanos) : Long.MAX_VALUE;
    }

    /** Time left, as a request says it: 0 without a deadline. Only while something is left. */
    public final long remainingOnTheWire() {
        return exists() ? Math.max(1, remainingNanos()) : 0;
    }
}
