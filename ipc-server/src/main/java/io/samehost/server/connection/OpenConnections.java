package io.samehost.server.connection;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.listener.EndedConnection;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.report.Reports;
import io.samehost.server.session.Session;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The open connections of a server, and the rules by which silent ones are given up. Thread-safe. */
public final class OpenConnections {
    private static final LastingLog LOG = new LastingLog(OpenConnections.class);

    /** A finished connection waits this long for the peer to close too. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The same while the server closes, which a peer that does not react should not hold up. */
    private static final long DRAINED_LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Removing takes no memory, as a look-up by number would. */
    private final Set<AcceptedConnection> open = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allGone = lock.newCondition();
    private final MemoryBudget budget;
    private final MemoryRelief relief;
    private final GonePeers gone = new GonePeers();
    private final Reports reports;
    private final AtomicLong lastActivityNanos = new AtomicLong(System.nanoTime());
    private final long idleTimeoutNanos;
    private final long messageTimeoutNanos;
    private final long outputTimeoutNanos;

    /**
     * Rules for a server.
     *
     * @param idleTimeout how long a connection may do nothing; zero for ever
     * @param messageTimeout how long a peer may take for one message; zero for ever
     * @param outputTimeout how long output waits for a peer that takes nothing of it; zero for ever
     * @param budget for all connections together
     * @param reports who is told of them
     */
    public OpenConnections(
            Duration idleTimeout,
            Duration messageTimeout,
            Duration outputTimeout,
            MemoryBudget budget,
            Reports reports) {
        this.budget = budget;
        this.reports = reports;
        this.relief = new MemoryRelief(budget);
        this.idleTimeoutNanos = TimeUnit.NANOSECONDS.convert(idleTimeout);
        this.messageTimeoutNanos = TimeUnit.NANOSECONDS.convert(messageTimeout);
        this.outputTimeoutNanos = TimeUnit.NANOSECONDS.convert(outputTimeout);
    }

    Reports reports() {
        return reports;
    }

    MemoryBudget budget() {
        return budget;
    }

    void add(AcceptedConnection connection) {
        open.add(connection);
    }

    public void remove(AcceptedConnection connection) {
        if (reports.areWanted() && open.contains(connection)) { // while the server still waits for it
            reports.ended(connection, OpenConnections::ended);
        }
        if (open.remove(connection)) {
            active(connection.lastInputNanos());
        }
        if (open.isEmpty()) {
            lock.lock();
            try {
                allGone.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static EndedConnection ended(AcceptedConnection connection) {
        return new EndedConnection(
                connection.id(),
                connection.address(),
                connection.peer(),
                connection.times().receivedBytes() + connection.sending().receivedByLine(),
                connection.sending().sentBytes(),
                connection.times().sinceOpened());
    }

    public int count() {
        return open.size();
    }

    public int callsInFlight() {
        return open.stream()
                .mapToInt(connection -> connection.session().callsInFlight())
                .sum();
    }

    /**
     * Time since something was at work or came in, as far as it was seen; 0 while something is at work. To be asked now and
     * then. A connection on which nothing moves does not count.
     */
    public long idleNanos(long nowNanos) {
        for (AcceptedConnection connection : open) {
            if (isBusy(connection)) {
                active(nowNanos);
            }
            active(connection.lastInputNanos());
        }
        return Math.max(0, nowNanos - lastActivityNanos.get());
    }

    /** A session that moves the bytes by itself counts as long as it is there. */
    private static boolean isBusy(AcceptedConnection connection) {
        Sending sending = connection.sending();
        return sending.isHandedOver()
                || !sending.isEmpty()
                || connection.session().callsInFlight() > 0;
    }

    private void active(long nanos) {
        lastActivityNanos.accumulateAndGet(nanos, (one, other) -> one - other > 0 ? one : other);
    }

    /**
     * Gives up connections that stand still for too long. To be called now and then; one that fails harms no other, and
     * nothing is thrown, which would end the timer's calls.
     */
    public void sweep(long nowNanos) {
        try {
            for (AcceptedConnection connection : open) {
                sweep(connection, nowNanos);
            }
            relief.relieve(open, nowNanos);
            gone.look(open, nowNanos);
        } catch (RuntimeException | Error e) { // for want of memory
            LOG.log(Level.ERROR, "sweep failed, trying again", e);
        }
    }

    private void sweep(AcceptedConnection connection, long nowNanos) {
        try {
            if (isOverdue(connection, nowNanos)) {
                connection.close();
            } else {
                relief.look(connection);
            }
        } catch (RuntimeException | Error e) {
            connection.failBecause(e);
        }
    }

    private boolean isOverdue(AcceptedConnection connection, long nowNanos) {
        boolean empty = connection.sending().isEmpty();
        long outputNanos = connection.sending().outputNanos(nowNanos);
        if (outputTimeoutNanos > 0 && outputNanos > outputTimeoutNanos) {
            return true;
        }
        if (connection.sending().ending().isFinishing()) {
            return empty && connection.sending().ending().finishingNanos(nowNanos) > LINGER_NANOS;
        }
        Session session = connection.session();
        if (messageTimeoutNanos > 0 && messageNanos(connection, session, nowNanos) > messageTimeoutNanos) {
            return true;
        }
        if (idleTimeoutNanos == 0 || nowNanos - connection.lastInputNanos() <= idleTimeoutNanos) {
            return false;
        }
        return empty ? session.callsInFlight() == 0 && !session.isInsideMessage() : outputNanos > idleTimeoutNanos;
    }

    /** Time that the peer has taken for the message it is in the middle of, unless it is us who do not read the rest. */
    private static long messageNanos(AcceptedConnection connection, Session session, long nowNanos) {
        boolean begun = session.isReady() && session.isInsideMessage();
        return connection.times().messageNanos(begun, session.messagesReceived(), nowNanos);
    }

    /** The server is closing. */
    public void drain() {
        open.forEach(OpenConnections::drain);
    }

    /** A session that fails at that is closed, since nobody else would end it. */
    private static void drain(AcceptedConnection connection) {
        try {
            connection.session().drain();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "session failed as the server closes: connection=", connection.id(), e);
            connection.close();
        }
    }

    public void closeAll() {
        open.forEach(AcceptedConnection::close);
    }

    /**
     * After {@link #drain}: waits until every connection is gone, or the time is over. A connection that has ended well and
     * whose peer does not close its side is closed meanwhile: a client without a thread that reads does not notice.
     */
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        while (!awaitNone(Math.min(DRAINED_LINGER_NANOS / 2, endNanos - System.nanoTime()))) {
            long nowNanos = System.nanoTime();
            if (endNanos - nowNanos <= 0) {
                return open.isEmpty();
            }
            for (AcceptedConnection connection : open) {
                if (connection.sending().ending().finishingNanos(nowNanos) > DRAINED_LINGER_NANOS
                        && connection.sending().isEmpty()) {
                    connection.close();
                }
            }
        }
        return true;
    }

    private boolean awaitNone(long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos;
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
