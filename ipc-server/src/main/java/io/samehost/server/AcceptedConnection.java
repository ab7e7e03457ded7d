package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.transport.Hangup;
import io.samehost.transport.OutputQueue;
import io.samehost.transport.PeerCredentials;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection between accept and close: what both engines need to know of it. The engine that made it adds how to wait
 * for the socket, as {@link Waiter}.
 */
final class AcceptedConnection implements Connection {
    private static final LastingLog LOG = new LastingLog(AcceptedConnection.class);

    /** How an engine waits. Called from any thread. */
    interface Waiter {
        /** Have somebody call {@link #flush} when the socket takes bytes again, or {@link #flushShare} until all is sent. */
        void awaitWritable();

        /** Give the session the input that it left, and read on. */
        void resume();

        /** The connection was closed. Called once. */
        void closed(AcceptedConnection connection);
    }

    private final long id;
    private final Address address;
    private final SocketChannel channel;
    private final Optional<PeerCredentials> peer;
    private final OutputQueue output;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean outputEnded = new AtomicBoolean();

    /** Both set once, before the engine starts to read. */
    private Session session;

    private Waiter waiter;

    /** Of the reading thread. Set while the session is given input. */
    private ReadingTurn turn;

    /** Set by {@link #endOutput} and by {@link #finish}, and never cleared. */
    private volatile boolean endingOutput;

    /** Set by {@link #finish} and never cleared. */
    private volatile boolean finishing;

    private volatile long finishingSinceNanos;

    /** Set by the engine at the end of the peer's bytes. */
    private volatile boolean inputEnded;

    /** Set by the engine while input waits for the session. */
    private volatile boolean paused;

    /** Written by the reading thread only. */
    private final AtomicLong lastInputNanos = new AtomicLong(System.nanoTime());

    AcceptedConnection(long id, Address address, SocketChannel channel, Optional<PeerCredentials> peer) {
        this.id = id;
        this.address = address;
        this.channel = channel;
        this.peer = peer;
        this.output = new OutputQueue(channel);
    }

    void bind(Session newSession, Waiter newWaiter) {
        this.session = newSession;
        this.waiter = newWaiter;
    }

    /** For the reading thread while it gives input to the session: its turn, which may end in a handler. */
    ReadingTurn turn() {
        return turn;
    }

    SocketChannel channel() {
        return channel;
    }

    Session session() {
        return session;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Optional<PeerCredentials> peer() {
        return peer;
    }

    @Override
    public OutputQueue output() {
        return output;
    }

    /**
     * Hands input to the session; what the session leaves stays in {@code in}. For the reading thread.
     *
     * @param current the turn of this thread, which may be over afterwards
     */
    void deliver(ByteBuffer in, ReadingTurn current) throws IOException {
        lastInputNanos.setRelease(System.nanoTime());
        if (finishing) {
            in.position(in.limit());
            return;
        }
        if (paused) { // each write of it costs a call more than this look does
            paused = false;
        }
        turn = current;
        while (in.hasRemaining() && session.isReady()) {
            session.received(in);
            if (current.isOver()) {
                return;
            }
        }
        if (in.hasRemaining()) {
            paused = true;
        }
    }

    /** The peer's bytes have come to an end. For the reading thread. */
    void inputEnded() {
        if (!inputEnded) {
            inputEnded = true;
            session.inputEnded();
            settle();
        }
    }

    @Override
    public void flush() {
        if (flushShare()) {
            waiter.awaitWritable();
        }
    }

    /**
     * Sends what was appended, and of what others append meanwhile a share.
     *
     * @return true if some is left that no thread is sending
     */
    boolean flushShare() {
        if (closed.get()) {
            return false;
        }
        OutputQueue.Outcome outcome;
        try {
            outcome = output.flush();
        } catch (IOException e) {
            fail(e);
            return false;
        }
        if (outcome == OutputQueue.Outcome.DRAINED) {
            settle();
        }
        resume();
        return outcome == OutputQueue.Outcome.LEFT;
    }

    /** Once all is sent: goes on with {@link #endOutput} or {@link #finish}, if that was asked for. */
    private void settle() {
        if (!endingOutput || !output.isEmpty() || closed.get()) {
            return;
        }
        if (finishing && inputEnded) {
            close();
        } else if (outputEnded.compareAndSet(false, true)) {
            try {
                channel.shutdownOutput();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    @Override
    public void resume() {
        if (paused && session.isReady()) {
            waiter.resume();
        }
    }

    @Override
    public void finish() {
        if (!finishing) {
            finishingSinceNanos = System.nanoTime();
            finishing = true;
        }
        endOutput();
    }

    @Override
    public void endOutput() {
        endingOutput = true;
        flush();
        settle();
    }

    /** The server is closing. A session that fails at that is closed, since nobody else would end it. */
    void drain() {
        try {
            session.drain();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "session failed as the server closes: connection=" + id, e);
            close();
        }
    }

    @Override
    public boolean isPeerGone() {
        // With both sides closed the peer has said and heard everything, and its socket looks as if it were gone.
        return (inputEnded || paused) && !outputEnded.get() && !closed.get() && Hangup.isSeen(channel);
    }

    /** Ends a connection that cannot go on. A peer that went away is nothing to shout about. */
    void fail(IOException cause) {
        LOG.log(Level.DEBUG, () -> "connection closed: id=" + id + " cause=" + cause);
        close();
    }

    /** Ends a connection on which something went wrong that no peer can be blamed for. */
    void failByBug(Throwable cause) {
        close();
        LOG.log(Level.ERROR, "connection failed by a bug of ours: id=" + id, cause);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "close failed: connection=" + id, e);
        } finally {
            output.close();
            endSession();
        }
    }

    /** A session that does not end well keeps neither its place among the connections, nor others from being closed. */
    private void endSession() {
        try {
            session.closed();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "session failed at its end: connection=" + id, e);
        } finally {
            waiter.closed(this);
        }
    }

    boolean isClosed() {
        return closed.get();
    }

    /** When the session was last given input. */
    long lastInputNanos() {
        return lastInputNanos.getAcquire();
    }

    /** True in the middle of a message, unless it is us who do not read the rest. */
    boolean owesInput() {
        return session.isReady() && session.isInsideMessage();
    }

    boolean isIdle() {
        return !finishing && output.isEmpty() && session.callsInFlight() == 0 && !session.isInsideMessage();
    }

    /** How long it has been ending; 0 while it is not. */
    long finishingNanos(long nowNanos) {
        return finishing ? nowNanos - finishingSinceNanos : 0;
    }
}
