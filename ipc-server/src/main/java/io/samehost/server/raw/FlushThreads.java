package io.samehost.server.raw;

import io.samehost.server.lasting.LastingLog;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads for tasks that may have to wait, each for somebody else: an idle thread or a new one, so that no task waits for
 * another. Where no thread is to be had, the task waits for one of those that are there: none gets lost.
 */
final class FlushThreads {
    private static final LastingLog LOG = new LastingLog(FlushThreads.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ThreadFactory factory;
    private final ReentrantLock lock;
    private final Condition work;

    /** Guarded by lock, as all that follows. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private int threads;
    private int idle;

    FlushThreads(ThreadFactory factory) {
        this(factory, new ReentrantLock());
    }

    /** A test cannot use up all memory, but its lock can fail as if it were. */
    FlushThreads(ThreadFactory factory, ReentrantLock lock) {
        this.factory = factory;
        this.lock = lock;
        this.work = lock.newCondition();
    }

    static FlushThreads daemons() {
        return new FlushThreads(task -> {
            Thread thread = new Thread(task, "samehost-chat-flush");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Has a task run; does not wait.
     *
     * @throws Error if there is no thread, not one; then the task is not run
     */
    void execute(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            if (idle >= tasks.size()) {
                work.signal();
            } else {
                startThread();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under lock. */
    private void startThread() {
        threads++;
        try {
            factory.newThread(this::work).start();
        } catch (Throwable t) { // for want of memory or threads
            threads--;
            if (threads == 0) {
                tasks.clear(); // one alone: threads end only when there is no task
                throw t;
            }
        }
    }

    private void work() {
        Optional<Runnable> task = next();
        while (task.isPresent()) {
            try {
                task.get().run();
            } catch (Throwable t) {
                LOG.log(Level.WARNING, "a member of a chat is not written to", t);
            }
            task = next();
        }
    }

    /** Waits a while for the next task; empty if there is none: then the thread counts no more. */
    private Optional<Runnable> next() {
        lock.lock();
        try {
            idle++;
            awaitTask();
            idle--;
            if (tasks.isEmpty()) {
                threads--;
            }
            return Optional.ofNullable(tasks.poll());
        } finally {
            lock.unlock();
        }
    }

    private void awaitTask() {
        try {
            long leftNanos = IDLE_NANOS;
            while (tasks.isEmpty() && leftNanos > 0) {
                leftNanos = work.awaitNanos(leftNanos);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            // by code of whoever runs the tasks, or for want of memory; a thread fewer does no harm
        }
    }
}
