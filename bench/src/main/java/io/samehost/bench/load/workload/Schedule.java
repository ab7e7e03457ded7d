package io.samehost.bench.load.workload;

import java.util.concurrent.locks.LockSupport;

/**
 * The planned time of each message.
 *
 * @param count how many there are
 */
public record Schedule(long startNanos, double perSecond, long durationNanos, long count) {
    private static final double NANOS_PER_SECOND = 1e9;

    public static Schedule from(long startNanos, double perSecond, long durationNanos) {
        long count = Math.max(1, (long) (perSecond * durationNanos / NANOS_PER_SECOND));
        return new Schedule(startNanos, perSecond, durationNanos, count);
    }

    public long plannedNanos(long message) {
        return startNanos + (long) (message * NANOS_PER_SECOND / perSecond);
    }

    /**
     * Sleeps until a message is planned, without spinning: what the timer adds is part of the latency, over every
     * transport alike.
     *
     * @return false if the time for all messages is over, so that this one is missed
     */
    public boolean await(long message) {
        long plannedNanos = plannedNanos(message);
        long nowNanos = System.nanoTime();
        while (nowNanos - plannedNanos < 0) {
            LockSupport.parkNanos(plannedNanos - nowNanos);
            nowNanos = System.nanoTime();
        }
        return nowNanos - startNanos <= durationNanos;
    }
}
