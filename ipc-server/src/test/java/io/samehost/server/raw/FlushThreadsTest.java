package io.samehost.server.raw;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class FlushThreadsTest {
    private final AtomicInteger waits = new AtomicInteger();

    private Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "flush");
        thread.setDaemon(true);
        return thread;
    }

    /** Its conditions have no memory to wait with. */
    private final class FailingLock extends ReentrantLock {
        private static final long serialVersionUID = 1;

        @Override
        public Condition newCondition() {
            return new ConditionObject();
        }

        private final class ConditionObject implements Condition {
            @Override
            public long awaitNanos(long nanos) {
                waits.incrementAndGet();
                throw new OutOfMemoryError("for the test");
            }

            @Override
            public void await() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void awaitUninterruptibly() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean await(long time, TimeUnit unit) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean awaitUntil(Date deadline) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void signal() {
                // nobody waits
            }

            @Override
            public void signalAll() {
                // nobody waits
            }
        }
    }

    @Test
    void aTaskIsRunAlsoAfterAThreadHadNoMemoryToWaitForIt() throws InterruptedException {
        FlushThreads threads = new FlushThreads(this::daemon, new FailingLock());
        for (int i = 1; i <= 5; i++) {
            CountDownLatch run = new CountDownLatch(1);
            threads.execute(run::countDown);
            assertTrue(run.await(10, TimeUnit.SECONDS), "task " + i);
            int failures = i;
            Awaitility.await().until(() -> waits.get() >= failures);
        }
    }
}
