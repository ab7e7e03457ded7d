package io.samehost.grpc.flow;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where a sender waits until its peer has taken enough of what was sent before. Thread-safe. */
public final class Room {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Has those who wait look again. */
    public void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until {@code enough} is true.
     *
     * @param enough asked at once, and after each {@link #changed}; it may not wait for anything
     */
    public void await(BooleanSupplier enough) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!enough.getAsBoolean()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
