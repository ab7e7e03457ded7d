package io.samehost.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool that runs handlers where there are no virtual threads. */
@Timeout(20)
final class HandlerThreadsTest {
    private static final int MAX_WORKING = 256;

    private final HandlerThreads threads = new HandlerThreads(false);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void shutDown() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }

    private void work() {
        begun.incrementAndGet();
        awaitRelease();
    }

    private void waitForPeer() {
        begun.incrementAndGet();
        threads.beginWait();
        awaitRelease();
        threads.endWait();
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(int times, Runnable task) {
        for (int i = 0; i < times; i++) {
            threads.execute(task);
        }
    }

    private void awaitBegun(int tasks) {
        Awaitility.await().until(() -> begun.get() == tasks);
    }

    @Test
    void moreTasksThanMayWorkWaitForOneToEnd() {
        execute(MAX_WORKING, this::work);
        awaitBegun(MAX_WORKING);
        CountDownLatch last = new CountDownLatch(1);
        threads.execute(last::countDown);
        assertEquals(1, last.getCount());
        release.countDown();
        Awaitility.await().until(() -> last.getCount() == 0);
    }

    @Test
    void tasksThatWaitForTheirPeersKeepNobodyFromWorking() {
        execute(2 * MAX_WORKING, this::waitForPeer);
        awaitBegun(2 * MAX_WORKING);
        execute(MAX_WORKING, this::work);
        awaitBegun(3 * MAX_WORKING);
        CountDownLatch last = new CountDownLatch(1);
        threads.execute(last::countDown);
        assertEquals(1, last.getCount());
    }

    @Test
    void aTaskThatBeginsToWaitGivesItsPlaceToOneInTheQueue() {
        CountDownLatch peerIsSlow = new CountDownLatch(1);
        threads.execute(() -> {
            begun.incrementAndGet();
            try {
                peerIsSlow.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            waitForPeer();
        });
        execute(MAX_WORKING - 1, this::work);
        awaitBegun(MAX_WORKING);
        CountDownLatch queued = new CountDownLatch(1);
        threads.execute(queued::countDown);
        assertEquals(1, queued.getCount());
        peerIsSlow.countDown();
        Awaitility.await().until(() -> queued.getCount() == 0);
    }

    @Test
    void aPlaceIsTakenAgainByATaskThatGoesOnToWork() {
        CountDownLatch peerHasSent = new CountDownLatch(1);
        threads.execute(() -> {
            threads.beginWait();
            try {
                peerHasSent.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            threads.endWait();
            work();
        });
        peerHasSent.countDown();
        awaitBegun(1);
        execute(MAX_WORKING - 1, this::work);
        awaitBegun(MAX_WORKING);
        CountDownLatch last = new CountDownLatch(1);
        threads.execute(last::countDown);
        assertEquals(1, last.getCount());
    }

    @Test
    void moreTasksThanMayWaitAreToldSo() {
        for (int i = 0; i < HandlerThreads.MAX_WAITING; i++) {
            assertTrue(threads.beginWait());
        }
        assertFalse(threads.beginWait());
        threads.endWait();
        threads.endWait();
        assertTrue(threads.beginWait());
    }
}
