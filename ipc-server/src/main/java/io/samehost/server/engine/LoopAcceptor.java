package io.samehost.server.engine;

import io.samehost.address.Address;
import io.samehost.server.connection.Newcomer;
import io.samehost.server.lasting.LastingLog;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.system.Polling;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Accepts the connections of a loop, and pauses while there is no room for more. For the loop thread. */
final class LoopAcceptor {
    private static final LastingLog LOG = new LastingLog(LoopAcceptor.class);

    /** After accept failed, mostly for want of descriptors: the socket stays acceptable, so polling would spin. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Makes connections of newcomers. */
    interface Intake {
        Newcomer<LoopConnection> prepare(Address address);

        /**
         * Takes over a newcomer. If this fails, it is still the caller's, or has left.
         *
         * @return false if no other should come in on its socket before {@link #acceptAll}
         */
        boolean serve(Newcomer<LoopConnection> newcomer);
    }

    private final Selector selector;
    private final Intake intake;
    private final List<SelectionKey> keys = new ArrayList<>();

    /** Time at which accepting goes on after a failure; 0 while it is on. */
    private long acceptAgainNanos;

    LoopAcceptor(Selector selector, Intake intake) {
        this.selector = selector;
        this.intake = intake;
    }

    void listen(ListeningSocket socket) {
        try {
            keys.add(socket.channel().register(selector, SelectionKey.OP_ACCEPT, socket));
        } catch (ClosedChannelException e) {
            LOG.log(Level.DEBUG, "closed before it was served", e);
        }
    }

    void accept(SelectionKey key, ListeningSocket socket) {
        try {
            Newcomer<LoopConnection> newcomer = intake.prepare(socket.address());
            if (!newcomer.tryTakePlace()) {
                pause();
            } else if (newcomer.accept(socket.channel()::accept) && !serve(newcomer)) {
                key.interestOps(0);
            }
        } catch (Throwable t) {
            if (key.isValid()) {
                LOG.log(Level.WARNING, "accept failed, trying again: address=", socket.address(), t);
                pause();
            }
        }
    }

    /** Serves a connection that nobody had to accept; it is closed if there is no place for it. */
    void take(SocketChannel channel, Address address) throws IOException {
        Newcomer<LoopConnection> newcomer = intake.prepare(address);
        if (newcomer.accept(() -> channel)) {
            if (newcomer.tryTakePlace()) {
                serve(newcomer);
            } else {
                newcomer.leave();
            }
        }
    }

    private boolean serve(Newcomer<LoopConnection> newcomer) {
        try {
            return intake.serve(newcomer);
        } catch (RuntimeException | Error e) { // for want of memory
            newcomer.leave();
            throw e;
        }
    }

    /** Those who wait stay in the backlog. */
    private void pause() {
        setInterest(0);
        acceptAgainNanos = System.nanoTime() + PAUSE_NANOS;
    }

    /** Goes on once a pause is over. */
    void acceptAgain() {
        if (acceptAgainNanos != 0 && System.nanoTime() - acceptAgainNanos >= 0) {
            acceptAgainNanos = 0;
            setInterest(SelectionKey.OP_ACCEPT);
        }
    }

    /** Accepts on each socket, unless there is a pause. */
    void acceptAll() {
        if (acceptAgainNanos == 0) {
            setInterest(SelectionKey.OP_ACCEPT);
        }
    }

    /** Longest sleep that does not miss the end of a pause. */
    long pauseNanos() {
        return acceptAgainNanos == 0 ? Polling.FOREVER_NANOS : PAUSE_NANOS;
    }

    private void setInterest(int operations) {
        for (SelectionKey key : keys) {
            if (key.isValid()) {
                key.interestOps(operations);
            }
        }
    }

    /**
     * Closes the listening channels. A channel registered with a selector goes on accepting after close until the next
     * select, hence the select at the end.
     */
    void close() {
        try {
            for (SelectionKey key : keys) {
                ((ListeningSocket) key.attachment()).closeChannel();
                key.cancel(); // of a channel that stays open
            }
            keys.clear();
            selector.selectNow();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "could not stop listening well", e);
        }
    }
}
