package io.samehost.server;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads that run handlers. */
final class HandlerThreads {
    /** Without virtual threads: at most so many handlers run at a time, further calls wait in a queue. */
    private static final int MAX_PLATFORM_THREADS = 256;

    private static final long KEEP_ALIVE_SECONDS = 30;

    private HandlerThreads() {}

    /** Virtual threads where they may be used and the runtime has them (Java 21 and later), else a pool of platform threads. */
    static ExecutorService create(boolean mayBeVirtual) {
        if (!mayBeVirtual) {
            return platformPool();
        }
        try {
            Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
            return (ExecutorService) factory.invoke(null);
        } catch (ReflectiveOperationException e) {
            return platformPool();
        }
    }

    /** A task goes to a waiting thread, else to a new one, else into the queue: a pool with a plain queue would not grow. */
    private static ExecutorService platformPool() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                MAX_PLATFORM_THREADS,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new TransferFirst(),
                task -> {
                    Thread thread = new Thread(task, "samehost-handler-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (task, pool) -> pool.getQueue().add(task));
    }

    private static final class TransferFirst extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        @Override
        public boolean add(Runnable task) {
            return super.offer(task);
        }
    }
}
