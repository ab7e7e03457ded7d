package io.samehost.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread of a connection that has asynchronous calls: leads while there are any, and runs what their callers
 * attached to the futures, which nobody else's thread should wait for. Started by the first asynchronous call.
 *
 * <p>Requests that callbacks send leave together, in one write after the batch of answers that caused them.
 */
final class Callbacks implements Runnable {
    private static final long LONG_NANOS = TimeUnit.DAYS.toNanos(1);

    private final ClientConnection connection;
    private final PendingCalls calls;
    private final Thread thread;
    private final Queue<AsyncCall> ended = new ConcurrentLinkedQueue<>();
    private volatile boolean started;
    private volatile boolean closed;

    /** The thread's own: true while it runs callbacks, and will flush when it has done. */
    private boolean batching;

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
        return isCurrentThread() && batching;
    }

    /** Takes a call whose future is to be completed here. */
    void add(AsyncCall call) {
        ended.add(call);
        if (!isCurrentThread()) {
            wake();
            connection.wakeLeader();
        }
    }

    @Override
    public void run() {
        while (!closed || !ended.isEmpty()) {
            runCallbacks();
            long waitNanos = Math.min(LONG_NANOS, calls.nanosToEarliestDeadline());
            if (waitNanos <= 0) {
                calls.expire();
            } else if (calls.asyncSize() > 0 && connection.lead()) {
                connection.poll(waitNanos);
            } else {
                connection.resign();
                if (ended.isEmpty() && !closed) {
                    LockSupport.parkNanos(this, waitNanos);
                }
            }
        }
    }

    private void runCallbacks() {
        if (!ended.isEmpty() && calls.size() > calls.asyncSize()) {
            // Callbacks may take their time; those who wait for their own answers should not wait for that.
            connection.resign();
        }
        batching = true;
        for (AsyncCall call = ended.poll(); call != null; call = ended.poll()) {
            call.completeFuture();
        }
        batching = false;
        connection.flush();
    }

    /** Ends the thread once every future is complete. May be called twice. */
    void close() {
        closed = true;
        if (started) {
            LockSupport.unpark(thread);
        }
    }
}
