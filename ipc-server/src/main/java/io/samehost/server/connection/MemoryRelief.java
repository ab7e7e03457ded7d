package io.samehost.server.connection;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.session.Session;
import io.samehost.server.setting.Setting;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps a server's memory from being held for ever by peers that stand still. For the sweep. */
final class MemoryRelief {
    private static final LastingLog LOG = new LastingLog(MemoryRelief.class);

    /** A peer that stands still for so long while others wait for memory gives its own up. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Longer: among those that wait, none shows whether its peer is still there. */
    private static final long STUCK_NANOS = 3 * PATIENCE_NANOS;

    private static final long NOT_STUCK = -1;

    private final MemoryBudget budget;

    /** Since when nothing moves for want of memory, and what those hold who wait. */
    private long stuckSinceNanos;

    private long stuckAtBytes = NOT_STUCK;

    MemoryRelief(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Has {@code connection} tell what it holds, and go on if it could: other threads may have told it too early. */
    void look(AcceptedConnection connection) {
        connection.settleMemory();
        connection.resume();
    }

    /**
     * Gives up those that stand still if others wait, beginning with the one that holds most, until half is free. If none
     * does and yet nothing moves, those that wait: what they hold together is more than the reserve can make good.
     */
    void relieve(Collection<AcceptedConnection> open, long nowNanos) {
        if (!budget.isShort()) {
            stuckAtBytes = NOT_STUCK;
            return;
        }
        List<AcceptedConnection> still = most(open, connection -> isStill(connection, nowNanos));
        if (!still.isEmpty()) {
            stuckAtBytes = NOT_STUCK;
        } else if (isStuck(open, nowNanos)) {
            still = most(open, MemoryRelief::isHeldUp);
        }
        for (AcceptedConnection connection : still) {
            if (budget.isHalfFree()) {
                return;
            }
            LOG.log(
                    Level.WARNING,
                    "gave up a peer that stands still while others wait for memory: connection={0} heldBytes={1}"
                            + " limitBytes={2}, the limit is {3}",
                    Long.toString(connection.id()),
                    Long.toString(connection.memory().countedBytes()),
                    Long.toString(budget.limitBytes()),
                    Setting.MEMORY_BUDGET);
            connection.close();
        }
    }

    private static List<AcceptedConnection> most(
            Collection<AcceptedConnection> open, Predicate<AcceptedConnection> which) {
        return open.stream()
                .filter(which)
                .sorted(Comparator.comparingLong(
                        connection -> -connection.memory().countedBytes()))
                .toList();
    }

    /** True if connections were held up for long, none could go on, and none of them has given anything back. */
    private boolean isStuck(Collection<AcceptedConnection> open, long nowNanos) {
        long heldUpBytes = 0;
        boolean anyGoesOn = false;
        for (AcceptedConnection connection : open) {
            if (isHeldUp(connection)) {
                heldUpBytes += connection.memory().countedBytes();
            } else if (connection.memory().isWanting()) {
                anyGoesOn = true;
            }
        }
        boolean moved = anyGoesOn || heldUpBytes == 0 || stuckAtBytes == NOT_STUCK || heldUpBytes < stuckAtBytes;
        stuckAtBytes = heldUpBytes;
        if (moved) {
            stuckSinceNanos = nowNanos;
        }
        return !moved && nowNanos - stuckSinceNanos > STUCK_NANOS;
    }

    /** True if it is in the middle of a message, and is not read from for want of memory. */
    private static boolean isHeldUp(AcceptedConnection connection) {
        return connection.memory().isWanting() && !connection.memory().hasRoom();
    }

    /** True if it holds memory because its peer takes no output, or sends nothing more of a message. */
    private static boolean isStill(AcceptedConnection connection, long nowNanos) {
        if (connection.memory().countedBytes() == 0) {
            return false;
        }
        if (connection.sending().outputNanos(nowNanos) > PATIENCE_NANOS) {
            return true;
        }
        Session session = connection.session();
        return session.isInsideMessage()
                && session.isReady()
                && nowNanos - connection.lastInputNanos() > PATIENCE_NANOS;
    }
}
