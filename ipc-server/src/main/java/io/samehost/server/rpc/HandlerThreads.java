package io.samehost.server.rpc;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that run handlers: virtual ones where the runtime has them, else a pool. A handler of the pool that waits for
 * its peer does not count against the pool's size, so that slow peers hold no thread that others need. Thread-safe.
 */
public final class HandlerThreads {
    /** Without virtual threads: at most so many handlers work at a time, further calls wait in a queue. */
    private static final int MAX_WORKING = 256;

    /** Without virtual threads: at most so many handlers wait for their peers at a time. */
    public static final int MAX_WAITING = 4096;

    private static final long KEEP_ALIVE_SECONDS = 30;

    private final ExecutorService executor;
    private final AtomicInteger waiting = new AtomicInteger();

    private final AtomicInteger started = new AtomicInteger();

    /** Without virtual threads: tasks that no thread has taken yet. */
    private final Tasks tasks = new Tasks();

    /** Makes no thread yet. Virtual threads need Java 21, and where they may not be used there is always a pool. */
    public HandlerThreads(boolean mayBeVirtual) {
        this.executor = mayBeVirtual ? virtualOrPool() : pool(this::newThread);
    }

    /** A pool of threads that {@code factory} makes: a test cannot use up all threads. */
    public HandlerThreads(ThreadFactory factory) {
        this.executor = pool(factory);
    }

    private ExecutorService virtualOrPool() {
        try {
            Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
            return (ExecutorService) factory.invoke(null);
        } catch (ReflectiveOperationException e) {
            return pool(this::newThread);
        }
    }

    /** A task goes to an idle thread, else to a new one, else into the queue: a pool with a plain queue would not grow. */
    private ExecutorService pool(ThreadFactory factory) {
        return new ThreadPoolExecutor(
                0, MAX_WORKING + MAX_WAITING, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, tasks, factory, this::enqueue);
    }

    private void enqueue(Runnable task, ThreadPoolExecutor pool) {
        if (pool.isShutdown()) { // nobody would take it
            throw new RejectedExecutionException("threads of handlers are shut down");
        }
        tasks.add(task);
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "samehost-handler-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs {@code task} as soon as a thread is free for it.
     *
     * @throws RejectedExecutionException once it is shut down
     * @throws OutOfMemoryError if a thread is needed and cannot be had; then the task will not run
     */
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /**
     * The calling thread begins to wait for a peer: a task in the queue may have its place.
     *
     * @return false if too many wait already; it counts as waiting all the same
     */
    public boolean beginWait() {
        boolean mayWait = waiting.incrementAndGet() <= MAX_WAITING;
        if (tasks.mayStart()) {
            startNext();
        }
        return mayWait;
    }

    private void startNext() {
        Runnable task = tasks.poll();
        if (task == null) {
            return;
        }
        try {
            execute(task);
        } catch (RuntimeException | Error e) { // no thread: it goes on to wait for one
            tasks.add(task);
        }
    }

    /** The calling thread goes on to work. It does not wait for a place: for a moment too many may work. */
    public void endWait() {
        waiting.decrementAndGet();
    }

    /** Interrupts the handlers, and takes no further tasks. */
    public void shutdownNow() {
        executor.shutdownNow();
    }

    /**
     * Waits for the handlers.
     *
     * @return false if some still run after {@code timeout}
     */
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return executor.awaitTermination(timeout, unit);
    }

    /** Refuses a task that a new thread should run. */
    private final class Tasks extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable task) {
            if (tryTransfer(task)) {
                return true;
            }
            if (hasPlace()) {
                return false;
            }
            super.offer(task);
            // A thread that has begun to wait meanwhile may have found the queue empty.
            return !hasPlace() || !remove(task);
        }

        @Override
        public boolean add(Runnable task) {
            return super.offer(task);
        }

        boolean mayStart() {
            return !isEmpty() && hasPlace();
        }

        private boolean hasPlace() {
            return executor instanceof ThreadPoolExecutor pool && pool.getPoolSize() - waiting.get() < MAX_WORKING;
        }
    }
}
