package io.samehost.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The open connections of a server, and the rules by which silent ones are given up. Thread-safe. */
final class Connections {
    /** How long a finished connection waits for the peer to close too. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<Long, AcceptedConnection> open = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allGone = lock.newCondition();
    private final long idleTimeoutNanos;
    private final long messageTimeoutNanos;

    /**
     * Rules for a server.
     *
     * @param idleTimeout how long a connection may do nothing; zero for ever
     * @param messageTimeout how long a peer may be silent in the middle of a message; zero for ever
     */
    Connections(Duration idleTimeout, Duration messageTimeout) {
        this.idleTimeoutNanos = idleTimeout.toNanos();
        this.messageTimeoutNanos = messageTimeout.toNanos();
    }

    void add(AcceptedConnection connection) {
        open.put(connection.id(), connection);
    }

    void remove(AcceptedConnection connection) {
        open.remove(connection.id());
        if (open.isEmpty()) {
            lock.lock();
            try {
                allGone.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int count() {
        return open.size();
    }

    int callsInFlight() {
        return open.values().stream()
                .mapToInt(connection -> connection.session().callsInFlight())
                .sum();
    }

    /** Gives up connections that have been silent for too long. To be called now and then. */
    void sweep(long nowNanos) {
        for (AcceptedConnection connection : open.values()) {
            if (isOverdue(connection, nowNanos)) {
                connection.close();
            }
        }
    }

    private boolean isOverdue(AcceptedConnection connection, long nowNanos) {
        long silentNanos = nowNanos - connection.lastInputNanos();
        if (connection.finishingNanos(nowNanos) > LINGER_NANOS) {
            return connection.output().isEmpty();
        }
        if (messageTimeoutNanos > 0 && silentNanos > messageTimeoutNanos && connection.owesInput()) {
            return true;
        }
        return idleTimeoutNanos > 0 && silentNanos > idleTimeoutNanos && connection.isIdle();
    }

    void drain() {
        open.values().forEach(AcceptedConnection::drain);
    }

    void closeAll() {
        open.values().forEach(AcceptedConnection::close);
    }

    /** Waits until every connection is gone, or the time is over. */
    boolean awaitNone(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!open.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = allGone.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
