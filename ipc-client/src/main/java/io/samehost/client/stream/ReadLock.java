package io.samehost.client.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to read from a stream, held also while its thread waits for the socket. Readers wait for each other. A sender
 * that reads ahead gives it up as soon as a reader comes. Thread-safe.
 */
public final class ReadLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger waitingReaders = new AtomicInteger();
    private final StreamChannel channel;

    public ReadLock(StreamChannel channel) {
        this.channel = channel;
    }

    /** For a sender. */
    public boolean tryReadAhead() {
        return waitingReaders.get() == 0 && lock.tryLock();
    }

    /**
     * For a reader.
     *
     * @return false if the time is over
     */
    public boolean tryRead(long timeoutNanos) throws InterruptedException {
        if (lock.tryLock()) {
            return true;
        }
        waitingReaders.incrementAndGet();
        try {
            channel.wakeWriter(); // a sender looks at the count before it takes the lock again
            return lock.tryLock(timeoutNanos, TimeUnit.NANOSECONDS);
        } finally {
            waitingReaders.decrementAndGet();
        }
    }

    public void unlock() {
        lock.unlock();
    }
}
