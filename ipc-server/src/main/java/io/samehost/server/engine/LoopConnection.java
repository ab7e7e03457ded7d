package io.samehost.server.engine;

import io.samehost.server.connection.AcceptedConnection;
import io.samehost.server.connection.Driver;
import io.samehost.server.turn.CheckReturnValue;
import io.samehost.server.turn.Delivery;
import io.samehost.server.turn.ReadingTurn;
import io.samehost.server.turn.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/** One connection of a loop. Everything here is for the loop thread, unless it says otherwise. */
final class LoopConnection implements Driver {
    /** While the server's memory for its peers is nearly used up. */
    private static final int SHORT_READ_BYTES = 8 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Optional<LoopConnection> itself = Optional.of(this);
    private final LoopTask giveLeft = this::giveLeftGuarded;
    private final LoopTask writeLater = this::writeLater;

    /** Set once, before there is a connection. */
    private EventLoop loop;

    /** Set once, before the loop knows of the connection. */
    private AcceptedConnection connection;

    /** Set once, by the loop thread. */
    private SelectionKey key;

    private Optional<SelectionKey> spoken = Optional.empty();

    /** Input that the session left; while there is any, nothing is read. */
    private ByteBuffer left = NOTHING;

    /** True while the session is given {@link #left}, and not the bytes just read. */
    private boolean givesLeft;

    private boolean inputEnded;

    /** Says which loop will serve it. To be called once, by the thread that admits it. */
    void join(EventLoop chosen) {
        loop = chosen;
    }

    /** Has the loop serve it. To be called once, by the thread that admitted it. */
    void open(AcceptedConnection admitted) {
        connection = admitted;
        loop.joined();
        try {
            if (loop.isCurrent()) {
                begin();
            } else {
                loop.execute(turn -> {
                    begin();
                    return Turn.KEPT;
                });
            }
        } catch (RuntimeException | Error e) { // for want of memory
            connection.failBecause(e);
        }
    }

    private void begin() {
        if (connection.handOver()) {
            return;
        }
        try {
            key = loop.register(connection.channel(), this);
            spoken = Optional.of(key);
            connection.session().opened();
        } catch (IOException | RuntimeException | Error e) {
            connection.failBecause(e);
        }
    }

    /** The socket has something to read, or takes bytes again. A key may be cancelled under our hands. */
    @CheckReturnValue
    Turn ready(ReadingTurn turn) {
        try {
            if (key.isValid() && key.isWritable()) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                connection.flush();
            }
            if (!key.isValid()) {
                return readToEnd(turn);
            }
            return key.isReadable() ? read(turn) : Turn.KEPT;
        } catch (IOException | RuntimeException | Error e) {
            return failed(e);
        }
    }

    /** Ends the connection, whatever happened to it, so that the loop goes on. */
    private Turn failed(Throwable cause) {
        if (!connection.isClosed()) {
            connection.failBecause(cause);
        }
        return Turn.KEPT;
    }

    /**
     * junixsocket's selector shows a connection whose peer has hung up once more, and gives up its key. The bytes that the
     * peer sent before are still there, and their end; neither makes anybody wait.
     */
    @CheckReturnValue
    private Turn readToEnd(ReadingTurn turn) throws IOException {
        Turn outcome = Turn.KEPT;
        while (outcome == Turn.KEPT && !inputEnded && !left.hasRemaining() && !connection.isClosed()) {
            outcome = read(turn);
        }
        return outcome;
    }

    @CheckReturnValue
    private Turn read(ReadingTurn turn) throws IOException {
        ByteBuffer in = loop.readBuffer().clear();
        if (!connection.memory().mayRead(in.capacity())) {
            in.limit(SHORT_READ_BYTES); // bytes that the session leaves have to be kept
        }
        int count = connection.read(in);
        if (count > 0) {
            loop.poll().spoke(spoken);
            in.flip();
            return giveRead(turn);
        }
        if (count < 0) {
            inputEnded = true;
            stopReading();
            connection.inputEnded();
        }
        return Turn.KEPT;
    }

    /** Gives the session the bytes just read, and keeps those that it leaves. */
    @CheckReturnValue
    private Turn giveRead(ReadingTurn turn) throws IOException {
        givesLeft = false;
        loop.work().receives(itself);
        ByteBuffer in = loop.readBuffer();
        Delivery delivery = connection.deliver(in, turn);
        if (delivery == Delivery.TURN_LOST) {
            return Turn.LOST;
        }
        loop.poll().hasRead(connection.lastInputNanos());
        if (delivery == Delivery.PAUSED) {
            left = ByteBuffer.allocate(in.remaining()).put(in).flip();
            stopReading();
            return giveLeft(turn);
        }
        return Turn.KEPT;
    }

    /** Gives the session what it left before, and asks again after a pause: it may have become ready in between. */
    @CheckReturnValue
    private Turn giveLeft(ReadingTurn turn) throws IOException {
        while (left.hasRemaining() && connection.session().isReady() && !connection.isClosed()) {
            if (giveLeftOnce(turn) == Turn.LOST) {
                return Turn.LOST;
            }
        }
        return readOn(turn);
    }

    @CheckReturnValue
    private Turn giveLeftOnce(ReadingTurn turn) throws IOException {
        givesLeft = true;
        loop.work().receives(itself);
        if (connection.deliver(left, turn) == Delivery.TURN_LOST) {
            return Turn.LOST;
        }
        loop.poll().hasRead(connection.lastInputNanos());
        return Turn.KEPT;
    }

    @CheckReturnValue
    private Turn readOn(ReadingTurn turn) throws IOException {
        if (left.hasRemaining()) {
            return Turn.KEPT;
        }
        left = NOTHING;
        if (inputEnded) {
            return Turn.KEPT;
        }
        if (!key.isValid()) {
            return readToEnd(turn);
        }
        key.interestOpsOr(SelectionKey.OP_READ);
        return Turn.KEPT;
    }

    /**
     * On a new loop thread: goes on where a handler keeps the last one. The bytes that are left are delivered also if the
     * session cannot take them, so that the connection counts as paused.
     */
    @CheckReturnValue
    Turn goOn(Runnable batch, ReadingTurn turn) {
        try {
            batch.run();
            Turn outcome = givesLeft ? giveLeftAgain(turn) : giveRead(turn);
            return outcome == Turn.KEPT && !key.isValid() ? readToEnd(turn) : outcome;
        } catch (IOException | RuntimeException | Error e) {
            return failed(e);
        }
    }

    @CheckReturnValue
    private Turn giveLeftAgain(ReadingTurn turn) throws IOException {
        return giveLeftOnce(turn) == Turn.KEPT ? giveLeft(turn) : Turn.LOST;
    }

    private void stopReading() {
        loop.poll().forgetLastRead();
        if (key.isValid()) {
            key.interestOpsAnd(~SelectionKey.OP_READ);
        }
    }

    @CheckReturnValue
    private Turn giveLeftGuarded(ReadingTurn turn) {
        try {
            return giveLeft(turn);
        } catch (IOException | RuntimeException | Error e) {
            return failed(e);
        }
    }

    @CheckReturnValue
    private Turn writeLater(ReadingTurn turn) {
        setWritable();
        return Turn.KEPT;
    }

    private void setWritable() {
        try {
            key.interestOpsOr(SelectionKey.OP_WRITE);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** From any thread. */
    @Override
    public void awaitWritable() {
        if (loop.isCurrent()) {
            setWritable();
        } else {
            loop.execute(writeLater);
        }
    }

    /** From any thread. */
    @Override
    public void resume() {
        loop.execute(giveLeft);
    }

    /** A channel that never blocks may be looked at by several threads at once. */
    @Override
    public boolean lend() {
        return true;
    }

    @Override
    public void returned() {}

    /** From any thread. */
    @Override
    public void closed(AcceptedConnection closed) {
        loop.left(closed);
    }
}
