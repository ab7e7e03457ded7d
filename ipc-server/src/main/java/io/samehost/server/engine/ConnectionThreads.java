package io.samehost.server.engine;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the connections of one server. One that has done its work waits a second for more: of a connection that carries
 * one call, starting and ending a thread was the greatest part. Thread-safe.
 */
final class ConnectionThreads {
    private static final long IDLE_SECONDS = 1;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), ConnectionThreads::daemon);

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "samehost-connection"); // until it knows which
        // A handler that never ends must not keep the program; until the server is closed, the watch does.
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Has {@code work} done by a thread that has this name meanwhile.
     *
     * @throws OutOfMemoryError if there is no thread to be had
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    void run(String name, Runnable work) {
        threads.execute(() -> {
            Thread.currentThread().setName(name);
            work.run();
        });
    }

    /** Lets the threads end when they have done their work. No more is taken from now on. */
    void close() {
        threads.shutdown();
    }
}
