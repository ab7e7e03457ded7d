package io.samehost.client.connection;

import io.samehost.client.call.AsyncCall;
import io.samehost.client.call.PendingCalls;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread of a connection that has asynchronous calls: leads while there are any, and runs what their callers
 * attached to the futures, which nobody else's thread should wait for. Started by the first asynchronous call.
 *
 * <p>Requests that callbacks send leave together, in few writes, while the answers that caused them are worked on.
 */
final class Callbacks implements Runnable {
    private static final long LONG_NANOS = TimeUnit.DAYS.toNanos(1);

    private final ClientConnection connection;
    private final PendingCalls calls;
    private final Thread thread;
    private final Queue<AsyncCall> ended = new ConcurrentLinkedQueue<>();

    /** The thread's: what it ended itself, which nobody else needs to see. */
    private final Queue<AsyncCall> endedHere = new ArrayDeque<>();

    private volatile boolean started;
    private volatile boolean closed;

    /** Written by the thread: true while it runs callbacks, and will flush when it has done. */
    private volatile boolean running;

    /** Written by the thread when it ends. */
    private volatile boolean over;

    Callbacks(ClientConnection connection, String name) {
        this.connection = connection;
        this.calls = connection.calls();
        this.thread = new Thread(this, "samehost-callbacks-" + name);
        this.thread.setDaemon(true);
    }

    /** There may be something to do. */
    void wake() {
        if (isCurrentThread()) {
            return;
        }
        if (!started) {
            start();
        }
        LockSupport.unpark(thread);
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            thread.start();
        }
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** True on this thread while it will flush by itself. */
    boolean willFlush() {
        return isCurrentThread() && running;
    }

    /** True while callbacks run, so that the thread can neither lead nor be woken to. */
    boolean areRunning() {
        return running;
    }

    /** True once the thread has ended, so that it runs no more callbacks. */
    boolean isOver() {
        return over;
    }

    /** Takes a call whose future is to be completed here. */
    void add(AsyncCall call) {
        if (isCurrentThread()) {
            endedHere.add(call);
            return;
        }
        ended.add(call);
        wake();
        connection.wakeLeader();
        if (over) {
            completeRest(ended); // the call was taken from the table in the moment in which the connection was closed
        }
    }

    /** No caller waits in vain, also if the thread ends for want of memory. */
    @Override
    public void run() {
        try {
            loop();
        } catch (Throwable t) {
            connection.fail(new IOException("thread for callbacks failed: cause=" + t, t));
        } finally {
            over = true;
            completeRest(ended);
            completeRest(endedHere);
        }
    }

    private void loop() {
        while (!closed || hasEnded()) {
            runCallbacks();
            long nowNanos = System.nanoTime();
            long waitNanos = Math.min(LONG_NANOS, calls.nanosToEarliestDeadline(nowNanos));
            if (waitNanos <= 0) {
                calls.expire();
            } else if (calls.asyncSize() > 0 && connection.lead()) {
                connection.poll(nowNanos, waitNanos);
            } else {
                connection.resign();
                if (!hasEnded() && !closed) {
                    LockSupport.parkNanos(this, waitNanos);
                }
            }
        }
    }

    private boolean hasEnded() {
        return !endedHere.isEmpty() || !ended.isEmpty();
    }

    private void runCallbacks() {
        if (!hasEnded()) {
            return;
        }
        running = true;
        // Callbacks may take their time; those who wait for their own answers, now or soon, should not wait for that.
        connection.resign();
        complete(endedHere);
        complete(ended);
        Thread.interrupted(); // left by a callback, it would keep this thread from waiting
        running = false;
        connection.flush();
    }

    /** On the thread. A call that fails stays in its queue. */
    private static void complete(Queue<AsyncCall> calls) {
        for (AsyncCall call = calls.peek(); call != null; call = calls.peek()) {
            call.completeFuture();
            calls.remove();
        }
    }

    /** Once the thread has ended, on any thread: one that fails, mostly for want of memory, keeps no other. */
    private static void completeRest(Queue<AsyncCall> calls) {
        for (AsyncCall call = calls.poll(); call != null; call = calls.poll()) {
            try {
                call.completeFuture();
            } catch (RuntimeException | Error e) {
                // the next one may need less
            }
        }
    }

    /** Ends the thread once every future is complete. May be called twice. */
    void close() {
        closed = true;
        if (started) {
            LockSupport.unpark(thread);
        }
    }
}
