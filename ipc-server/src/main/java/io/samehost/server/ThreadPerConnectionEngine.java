package io.samehost.server;

import io.samehost.transport.ListeningSocket;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lecture's server: a thread for each listening socket blocks in accept, a thread for each connection blocks in
 * read. What the lecture does with fork, a thread does here. A connection whose thread is kept by a handler gets a new
 * one, and one whose threads queue more than a peer reads gets one that only writes.
 */
final class ThreadPerConnectionEngine implements Engine {
    private static final LastingLog LOG = new LastingLog(ThreadPerConnectionEngine.class);

    /** After accept failed, mostly for want of descriptors: trying again at once would only spin. */
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int FIRST_BUFFER_BYTES = 16 * 1024;
    private static final int LARGEST_BUFFER_BYTES = 256 * 1024;

    private final Admission admission;
    private final Connections connections;
    private final Semaphore room;
    private final HandlerWatch watch = new HandlerWatch();
    private final List<ListeningSocket> listening = new ArrayList<>();
    private final List<Thread> acceptors = new ArrayList<>();
    private volatile boolean stopping;

    ThreadPerConnectionEngine(Admission admission, Connections connections, int maxConnections) {
        this.admission = admission;
        this.connections = connections;
        this.room = new Semaphore(maxConnections);
    }

    @Override
    public void listen(ListeningSocket socket) {
        if (listening.isEmpty()) {
            watch.start();
        }
        Thread acceptor = new Thread(() -> acceptLoop(socket), "samehost-accept-" + socket.address());
        listening.add(socket);
        acceptors.add(acceptor);
        acceptor.start();
    }

    private void acceptLoop(ListeningSocket socket) {
        while (!stopping) {
            try {
                serve(socket.channel().accept(), socket);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                if (!stopping) {
                    LOG.log(Level.WARNING, "accept failed, trying again: address=" + socket.address() + " cause=" + e);
                    LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
                }
            }
        }
    }

    private void serve(SocketChannel channel, ListeningSocket socket) throws IOException {
        room.acquireUninterruptibly();
        if (stopping) {
            channel.close();
            return;
        }
        Reader reader = new Reader();
        Optional<AcceptedConnection> admitted = Optional.empty();
        try {
            admitted = admission.admit(channel, socket.address(), reader);
        } finally {
            if (admitted.isEmpty()) {
                room.release();
            }
        }
        if (admitted.isPresent()) {
            reader.connection = admitted.get();
            reader.start(reader.connection.session()::opened);
        }
    }

    @Override
    public void stopListening() {
        stopping = true;
        for (ListeningSocket socket : listening) {
            try {
                socket.closeChannel();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "close failed: address=" + socket.address(), e);
            }
        }
        // Not by an interrupt: in an accept that has just succeeded, the JDK would lose the descriptor it got.
        room.release(acceptors.size());
        acceptors.forEach(Joining::join);
    }

    @Override
    public void close() {
        watch.close();
    }

    /** Reads from one connection, on one thread after the other. */
    private final class Reader implements AcceptedConnection.Waiter {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition ready = lock.newCondition();
        private AcceptedConnection connection;

        /** Of the thread whose turn it is. What was read and is not yet taken. */
        private ByteBuffer in = ByteBuffer.allocate(0);

        /** Starts a thread that reads, once it has done {@code first}. */
        private void start(Runnable first) {
            try {
                startThread("samehost-connection-", () -> read(first));
            } catch (OutOfMemoryError e) {
                LOG.log(Level.WARNING, "no thread for a connection, closing it: cause=" + e.getMessage());
                connection.close();
            }
        }

        private void startThread(String namePrefix, Runnable task) {
            Thread thread = new Thread(task, namePrefix + connection.id());
            // A handler that never ends must not keep the program; until the server is closed, the watch does.
            thread.setDaemon(true);
            thread.start();
        }

        private void read(Runnable first) {
            try {
                read(new ReadingTurn(Thread.currentThread(), watch, this::start), first);
            } catch (IOException e) {
                connection.fail(e);
            } catch (RuntimeException | Error e) {
                connection.failByBug(e);
            }
        }

        private void read(ReadingTurn turn, Runnable first) throws IOException {
            watch.add(turn);
            try {
                first.run();
                readLoop(turn);
            } finally {
                watch.remove(turn);
            }
        }

        private void readLoop(ReadingTurn turn) throws IOException {
            while (deliverAll(turn)) {
                in = emptied(in);
                if (connection.channel().read(in) < 0) {
                    connection.inputEnded();
                    return;
                }
                in.flip();
            }
        }

        /** Returns false if it is another thread's turn. */
        private boolean deliverAll(ReadingTurn turn) throws IOException {
            connection.deliver(in, turn);
            while (!turn.isOver() && in.hasRemaining()) {
                awaitReady();
                connection.deliver(in, turn);
            }
            return !turn.isOver();
        }

        /** Room for the next read: more than before if the last one needed all. */
        private static ByteBuffer emptied(ByteBuffer used) {
            boolean full = used.limit() == used.capacity();
            return full && used.capacity() < LARGEST_BUFFER_BYTES
                    ? ByteBuffer.allocateDirect(Math.max(FIRST_BUFFER_BYTES, used.capacity() * 2))
                    : used.clear();
        }

        private void awaitReady() throws ClosedChannelException {
            lock.lock();
            try {
                while (!connection.session().isReady() && !connection.isClosed()) {
                    ready.awaitUninterruptibly();
                }
                if (connection.isClosed()) {
                    throw new ClosedChannelException();
                }
            } finally {
                lock.unlock();
            }
        }

        /** A blocking channel is always writable, only that one thread has done its share: another one writes on. */
        @Override
        public void awaitWritable() {
            try {
                startThread("samehost-writer-", this::write);
            } catch (OutOfMemoryError e) {
                write();
            }
        }

        private void write() {
            try {
                while (connection.flushShare()) {
                    // what is left is for this thread
                }
            } catch (RuntimeException | Error e) {
                connection.failByBug(e);
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
        public void closed(AcceptedConnection closed) {
            resume();
            connections.remove(closed);
            room.release();
        }
    }
}
