package io.samehost.server.connection;

import io.samehost.address.Address;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.memory.MemoryShare;
import io.samehost.server.session.Connection;
import io.samehost.server.session.Session;
import io.samehost.server.turn.CheckReturnValue;
import io.samehost.server.turn.Delivery;
import io.samehost.server.turn.ReadingTurn;
import io.samehost.server.turn.TurnSession;
import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection between accept and close, as both engines need it. The engine that made it adds its {@link Driver}. */
public final class AcceptedConnection implements Connection {
    private static final LastingLog LOG = new LastingLog(AcceptedConnection.class);

    private final long id;
    private final Address address;
    private final SocketChannel channel;
    private final Optional<PeerCredentials> peer;
    private final ConnectionOutput output;
    private final MemoryShare memory;
    private final Ending ending = new Ending();
    private final Sending sending;
    private final Times times = new Times();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Both set once, before the engine starts to read. */
    private Session session;

    private Driver driver;

    /** Set by the reading thread while input waits for the session. */
    private volatile boolean paused;

    /** Written by the reading thread. Bytes that wait for the session. */
    private volatile int leftBytes;

    AcceptedConnection(
            long id, Address address, SocketChannel channel, Optional<PeerCredentials> peer, MemoryBudget budget) {
        this.id = id;
        this.address = address;
        this.channel = channel;
        this.peer = peer;
        this.output = new ConnectionOutput(channel);
        this.sending = new Sending(this, channel, output, ending);
        this.memory = new MemoryShare(budget, this::resume);
    }

    void bind(Session newSession, Driver newDriver) {
        this.session = newSession;
        this.driver = newDriver;
    }

    /** Offers the socket to the session, and opens one that takes it: the engine then has nothing to do here. */
    public boolean handOver() {
        try {
            SocketLine line = new SocketLine(channel);
            if (!session.takes(line)) {
                return false;
            }
            sending.handOver(line);
            session.opened();
        } catch (RuntimeException | Error e) {
            failBecause(e);
        }
        return true;
    }

    Driver driver() {
        return driver;
    }

    /** True while input waits for the session, so that nobody reads. */
    boolean isPaused() {
        return paused;
    }

    public SocketChannel channel() {
        return channel;
    }

    public Session session() {
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
    public ConnectionOutput output() {
        return output;
    }

    @Override
    public MemoryShare memory() {
        return memory;
    }

    /** Tells the server's budget what the connection holds now. */
    void settleMemory() {
        memory.settle((long) output.queuedBytes() + session.heldBytes() + leftBytes);
        if (memory.holdsReserve() && !session.isInsideMessage()) {
            memory.leaveReserve();
        }
    }

    /** As the channel does. For the reading thread. */
    public int read(ByteBuffer in) throws IOException {
        return times.received(channel.read(in));
    }

    /**
     * Hands input to the session; the bytes that the session leaves stay in {@code in}. For the reading thread.
     *
     * @param turn of this thread; whatever is thrown, it is still this thread's
     */
    @CheckReturnValue
    public Delivery deliver(ByteBuffer in, ReadingTurn turn) throws IOException {
        times.input();
        if (ending.isFinishing()) {
            in.position(in.limit());
            return Delivery.ALL_TAKEN;
        }
        if (paused) { // each write of it costs a call more than this look does
            paused = false;
            leftBytes = 0;
        }
        while (in.hasRemaining() && session.isReady()) {
            if (!(session instanceof TurnSession taking)) {
                session.received(in);
            } else if (taking.received(in, turn) == Delivery.TURN_LOST) {
                return Delivery.TURN_LOST;
            }
            Thread.interrupted(); // left by the session, it would close the channel that this thread uses next
        }
        if (in.hasRemaining()) {
            leftBytes = in.remaining();
            paused = true;
            return Delivery.PAUSED;
        }
        return Delivery.ALL_TAKEN;
    }

    /** The peer's bytes have come to an end. For the reading thread. */
    public void inputEnded() {
        if (ending.endInput()) {
            session.inputEnded();
            sending.endIfSent();
        }
    }

    @Override
    public void flush() {
        if (flushShare()) {
            driver.awaitWritable();
        }
    }

    /** As {@link Sending#flushShare}: true if output is left that no thread is sending. */
    public boolean flushShare() {
        return sending.flushShare();
    }

    @Override
    public void resume() {
        if (!paused) {
            return;
        }
        settleMemory(); // messages that a handler has taken count no more
        if (session.isReady()) {
            driver.resume();
        }
    }

    @Override
    public void finish() {
        ending.finish();
        flush();
        sending.endIfSent();
    }

    @Override
    public void endOutput() {
        ending.endOutput();
        flush();
        sending.endIfSent();
    }

    /** Ends a connection that cannot go on. A peer that went away is nothing to shout about; all else is a bug of ours. */
    public void failBecause(Throwable cause) {
        close(); // first, since it frees memory
        if (cause instanceof IOException) {
            LOG.log(Level.DEBUG, "connection closed: id=", id, cause);
        } else {
            LOG.log(Level.ERROR, "connection failed by a bug of ours: id=", id, cause);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "close failed: connection=", id, e);
        } finally {
            release();
        }
    }

    /** The session learns of the end and the place is free again, also if something fails for want of memory. */
    private void release() {
        try {
            output.close();
        } finally {
            try {
                memory.close();
            } finally {
                endSession();
            }
        }
    }

    /** A session that does not end well keeps neither its place among the connections, nor others from being closed. */
    private void endSession() {
        try {
            session.closed();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "session failed at its end: connection=", id, e);
        } finally {
            driver.closed(this);
        }
    }

    public boolean isClosed() {
        return closed.get();
    }

    /** When the session was last given input. */
    public long lastInputNanos() {
        return times.lastInputNanos();
    }

    Times times() {
        return times;
    }

    /** For the sweep. */
    Sending sending() {
        return sending;
    }
}
