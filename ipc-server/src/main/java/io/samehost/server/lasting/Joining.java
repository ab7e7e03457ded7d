package io.samehost.server.lasting;

import java.util.concurrent.TimeUnit;

/** Waits for the threads of an engine to end. */
public final class Joining {
    private Joining() {}

    /** Returns when {@code thread} has ended, or is the calling thread itself, or the caller is interrupted. */
    public static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same, and returns also when {@code timeoutNanos} have passed. */
    public static void join(Thread thread, long timeoutNanos) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, timeoutNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
