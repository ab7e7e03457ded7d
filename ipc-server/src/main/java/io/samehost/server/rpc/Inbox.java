package io.samehost.server.rpc;

import io.samehost.wire.frame.Payload;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Messages that arrived for one stream and that its handler has not read yet. Thread-safe. */
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /** Guarded by lock. */
    private final Queue<Payload> messages = new ArrayDeque<>();

    /** Guarded by lock for writes; read by anybody. */
    private volatile int bytes;

    /** Guarded by lock for writes; read by anybody. Goes round when it is used up. */
    private volatile int received;

    /** Guarded by lock. No more messages will come; those that are there can still be read. */
    private boolean ended;

    /** Adds a message, of which the handler learns by {@link #tell}, unless it looks by itself. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    void add(Payload message) {
        lock.lock();
        try {
            messages.add(message);
            bytes += cost(message);
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the handler if it waits: once for several messages, since each time costs two switches of threads. */
    void tell() {
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** An empty message costs memory too. */
    private static int cost(Payload message) {
        return message.heldBytes() + 64;
    }

    /** Bytes that the waiting messages take, bookkeeping included. */
    int bytes() {
        return bytes;
    }

    /** Messages that the handler has received: a change says that it has gone on. */
    int received() {
        return received;
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next message; empty if none is there. */
    Optional<Payload> poll() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next message; empty when there will be none. */
    Optional<Payload> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (messages.isEmpty() && !ended) {
                arrived.await();
            }
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    private Optional<Payload> next() {
        Payload message = messages.poll();
        if (message == null) {
            return Optional.empty();
        }
        bytes -= cost(message);
        received++;
        return Optional.of(message);
    }
}
