package io.samehost.server.engine;

import io.samehost.server.connection.AcceptedConnection;
import io.samehost.server.connection.Driver;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.turn.CheckReturnValue;
import io.samehost.server.turn.Delivery;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.server.turn.ReadingTurn;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One connection of the engine with threads. It is read on one thread after the other: a thread that a handler keeps is
 * followed by a new one.
 */
final class ThreadedConnection implements Driver {
    private static final LastingLog LOG = new LastingLog(ThreadedConnection.class);
    /** On the heap. Enough for a connection that carries one small call, and for ten thousand that are idle. */
    private static final int FIRST_BUFFER_BYTES = 1024;

    private static final int SECOND_BUFFER_BYTES = 16 * 1024;
    private static final int LARGEST_BUFFER_BYTES = 256 * 1024;

    private final ConnectionThreads threads;
    private final HandlerWatch watch;
    private final Consumer<AcceptedConnection> whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();

    /** Guarded by lock. True while the thread whose turn it is waits for the session. */
    private boolean waiting;

    /** Guarded by lock. */
    private boolean lent;

    private final Runnable opening = this::tellOpened;

    /** Set once, before the first thread starts. */
    private AcceptedConnection connection;

    /** Bytes that were read and are not yet taken. The thread whose turn it is uses them. */
    private ByteBuffer in = ByteBuffer.allocate(FIRST_BUFFER_BYTES).limit(0);

    ThreadedConnection(ConnectionThreads threads, HandlerWatch watch, Consumer<AcceptedConnection> whenClosed) {
        this.threads = threads;
        this.watch = watch;
        this.whenClosed = whenClosed;
    }

    /** Starts the first thread. To be called once. */
    void open(AcceptedConnection admitted) {
        connection = admitted;
        if (!admitted.handOver()) {
            start(opening);
        }
        Thread.interrupted(); // left by the session, it would close the socket that this thread accepts on
    }

    private void tellOpened() {
        connection.session().opened();
    }

    /** Starts a thread that reads, once it has done {@code first}. Throws nothing: the watch calls it too. */
    private void start(Runnable first) {
        try {
            threads.run("samehost-connection-" + connection.id(), () -> read(first));
        } catch (Throwable t) { // for want of memory
            connection.close(); // first, since it frees some
            LOG.log(Level.WARNING, "no thread for a connection, closed it: id=", connection.id(), t);
        }
    }

    private void read(Runnable first) {
        try {
            ReadingTurn turn = new ReadingTurn(Thread.currentThread(), watch, this::start);
            watch.add(turn);
            try {
                first.run();
                readWithin(turn);
            } finally {
                watch.remove(turn);
            }
        } catch (IOException | RuntimeException | Error e) {
            connection.failBecause(e);
        }
    }

    private void readWithin(ReadingTurn turn) throws IOException {
        while (deliverAll(turn) == Delivery.ALL_TAKEN) {
            in = emptied(in);
            if (connection.read(in) < 0) {
                connection.inputEnded();
                return;
            }
            in.flip();
        }
    }

    /** Gives the session all there is, and waits where it pauses. */
    @CheckReturnValue
    private Delivery deliverAll(ReadingTurn turn) throws IOException {
        Delivery delivery = connection.deliver(in, turn);
        while (delivery == Delivery.PAUSED) {
            awaitReady();
            delivery = connection.deliver(in, turn);
        }
        return delivery;
    }

    /** Room for the next read: more than before if the last one needed all. */
    private ByteBuffer emptied(ByteBuffer used) {
        boolean full = used.limit() == used.capacity();
        if (!full || used.capacity() == LARGEST_BUFFER_BYTES) {
            return used.clear();
        }
        int wanted = Math.max(SECOND_BUFFER_BYTES, used.capacity() * 2);
        return wanted == SECOND_BUFFER_BYTES || connection.memory().reserveBuffer(wanted)
                ? ByteBuffer.allocateDirect(wanted)
                : used.clear();
    }

    private void awaitReady() throws ClosedChannelException {
        lock.lock();
        try {
            waiting = true;
            while ((lent || !connection.session().isReady()) && !connection.isClosed()) {
                ready.awaitUninterruptibly();
            }
            if (connection.isClosed()) {
                throw new ClosedChannelException();
            }
        } finally {
            waiting = false;
            lock.unlock();
        }
    }

    /** A blocking channel is always writable, only that one thread has done its share: another one writes on. */
    @Override
    public void awaitWritable() {
        try {
            threads.run("samehost-writer-" + connection.id(), this::write);
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            write();
        }
    }

    private void write() {
        try {
            while (connection.flushShare()) {
                // the rest is for this thread
            }
        } catch (RuntimeException | Error e) {
            connection.failBecause(e);
        }
    }

    @Override
    public void resume() {
        lock.lock();
        try {
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean lend() {
        lock.lock();
        try {
            lent = waiting;
            return lent;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void returned() {
        lock.lock();
        try {
            lent = false;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(AcceptedConnection closed) {
        resume();
        whenClosed.accept(closed);
    }
}
