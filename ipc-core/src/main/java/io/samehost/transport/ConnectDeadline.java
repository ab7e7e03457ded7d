package io.samehost.transport;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A point in time after which an attempt is given up. For one thread. */
final class ConnectDeadline {
    private final long startNanos = System.nanoTime();
    private final long timeoutNanos;

    /** @param timeoutNanos more than 0; {@code Long.MAX_VALUE} is as good as never */
    ConnectDeadline(long timeoutNanos) {
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException(
                    "timeout is not positive: timeoutNanos=" + timeoutNanos + ", use 1 or more");
        }
        this.timeoutNanos = timeoutNanos;
    }

    /** 0 when the time is up. */
    long remainingNanos() {
        return Math.max(0, timeoutNanos - (System.nanoTime() - startNanos));
    }

    boolean isOver() {
        return remainingNanos() == 0;
    }

    String timeout() {
        return TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms";
    }

    /**
     * Waits, but not beyond the deadline.
     *
     * @throws InterruptedIOException if the thread is interrupted; it stays interrupted
     */
    void pause(long nanos) throws InterruptedIOException {
        LockSupport.parkNanos(Math.min(nanos, remainingNanos()));
        requireNotInterrupted();
    }

    static void requireNotInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while connecting");
        }
    }
}
