package io.samehost.server.connection;

import io.samehost.server.lasting.LastingLog;
import io.samehost.transport.peer.Hangup;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose peers have gone while nobody reads from them, since their sessions wait for a handler: reading
 * would tell, but only after everything that the peer had sent. For the sweep.
 */
final class GonePeers {
    private static final LastingLog LOG = new LastingLog(GonePeers.class);

    /** Between two looks, and without input before one: a look may cost a reading of the kernel's table. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long lastLookNanos = System.nanoTime();

    /** Looks at all of them at once. */
    void look(Collection<AcceptedConnection> open, long nowNanos) {
        if (nowNanos - lastLookNanos < PATIENCE_NANOS) {
            return;
        }
        lastLookNanos = nowNanos;
        Map<SocketChannel, AcceptedConnection> lent = new HashMap<>();
        try {
            for (AcceptedConnection connection : open) {
                if (mayHaveGone(connection, nowNanos)) {
                    lent.put(connection.channel(), connection); // first, since it takes memory
                    if (!lend(connection)) {
                        lent.remove(connection.channel());
                    }
                }
            }
            if (!lent.isEmpty()) {
                Hangup.seen(lent.keySet()).forEach(channel -> end(lent.get(channel)));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot see whether peers have gone", e);
        } finally {
            lent.values().forEach(GonePeers::giveBack);
        }
    }

    private static boolean mayHaveGone(AcceptedConnection connection, long nowNanos) {
        return connection.isPaused()
                && nowNanos - connection.lastInputNanos() >= PATIENCE_NANOS
                && !looksGone(connection)
                && connection.session().endsWithPeer();
    }

    /** With both sides closed the peer has said and heard everything, and its socket looks as if it were gone. */
    private static boolean looksGone(AcceptedConnection connection) {
        return connection.sending().ending().isOutputShut();
    }

    /** A blocking channel can be looked at only while no other thread uses it. */
    private static boolean lend(AcceptedConnection connection) {
        if (!connection.driver().lend()) {
            return false;
        }
        if (connection.output().hold()) {
            return true;
        }
        connection.driver().returned();
        return false;
    }

    private static void giveBack(AcceptedConnection connection) {
        if (connection.output().letGo()) {
            connection.driver().awaitWritable();
        }
        connection.driver().returned();
    }

    private static void end(AcceptedConnection connection) {
        if (!looksGone(connection)) {
            LOG.log(Level.DEBUG, "peer has gone, closed its connection: id={0}", Long.toString(connection.id()));
            connection.close();
        }
    }
}
