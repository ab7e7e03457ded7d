package io.samehost.grpc.flow;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages that arrived and that nobody has received yet. Whoever fills it asks gRPC for one message at a time, so that there is
 * hardly ever more than one. Thread-safe.
 */
public final class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /** Guarded by lock. */
    private final Queue<byte[]> messages = new ArrayDeque<>();

    /** Guarded by lock. No more messages will come; those that are there can still be read. */
    private boolean ended;

    public void add(byte[] message) {
        lock.lock();
        try {
            messages.add(message);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** No more messages will come. May be called twice. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next message; empty if none is there. */
    public Optional<byte[]> poll() {
        lock.lock();
        try {
            return Optional.ofNullable(messages.poll());
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next message; empty when there will be none. */
    public Optional<byte[]> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (messages.isEmpty() && !ended) {
                arrived.await();
            }
            return Optional.ofNullable(messages.poll());
        } finally {
            lock.unlock();
        }
    }
}
