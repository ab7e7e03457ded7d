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
 * read. What the lecture does with fork, a thread does here.
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
            begin(reader, admitted.get());
        }
    }

    private static void begin(Reader reader, AcceptedConnection connection) {
        reader.connection = connection;
        Thread thread = new Thread(reader, "samehost-connection-" + connection.id());
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            LOG.log(Level.WARNING, "no thread for a connection, closing it: cause=" + e.getMessage());
            connection.close();
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
    public void close() {}

    /** The thread of one connection. */
    private final class Reader implements Runnable, AcceptedConnection.Waiter {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition ready = lock.newCondition();
        private AcceptedConnection connection;

        @Override
        public void run() {
            try {
                connection.session().opened();
                readLoop();
                connection.inputEnded();
            } catch (IOException e) {
                connection.fail(e);
            } catch (RuntimeException | Error e) {
                connection.close();
                LOG.log(Level.ERROR, "connection failed by a bug of ours: id=" + connection.id(), e);
            }
        }

        private void readLoop() throws IOException {
            ByteBuffer in = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);
            while (connection.channel().read(in) >= 0) {
                boolean full = !in.hasRemaining();
                in.flip();
                connection.deliver(in);
                while (in.hasRemaining()) {
                    awaitReady();
                    connection.deliver(in);
                }
                in = full && in.capacity() < LARGEST_BUFFER_BYTES
                        ? ByteBuffer.allocateDirect(in.capacity() * 2)
                        : in.clear();
            }
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

        @Override
        public void awaitWritable() {
            throw new IllegalStateException("a blocking channel is never full");
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
