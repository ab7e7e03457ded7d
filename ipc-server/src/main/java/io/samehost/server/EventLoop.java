package io.samehost.server;

import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Polling;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One thread that polls. Everything marked "loop thread" happens on it alone; other threads hand it tasks. One buffer
 * serves the reads of all connections, so that an idle one costs no buffer.
 */
final class EventLoop implements Runnable {
    private static final LastingLog LOG = new LastingLog(EventLoop.class);
    private static final int READ_BUFFER_BYTES = 256 * 1024;

    /** After accept failed, mostly for want of descriptors: the socket stays acceptable, so polling would spin. */
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Selector selector;
    private final Admission admission;
    private final Connections connections;
    private final Semaphore room;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private final List<SelectionKey> acceptKeys = new ArrayList<>();

    /** Loop thread. What the last select found. */
    private final List<SelectionKey> ready = new ArrayList<>();

    private volatile Thread thread;
    private volatile boolean closed;

    /** Loop thread. When accepting goes on after a failure; 0 while it is on. */
    private long acceptAgainNanos;

    EventLoop(Selector selector, Admission admission, Connections connections, Semaphore room) {
        this.selector = selector;
        this.admission = admission;
        this.connections = connections;
        this.room = room;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!closed) {
                doWork();
            }
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "event loop ended by a failure", e);
        }
    }

    /** One turn: waits until there is something to do, and does it. */
    void doWork() throws IOException {
        Polling.select(selector, acceptAgainNanos == 0 ? Polling.FOREVER_NANOS : ACCEPT_PAUSE_NANOS, ready::add);
        // Not within the select: an inline handler may close its server, and that selects too.
        ready.forEach(this::handle);
        ready.clear();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        if (acceptAgainNanos != 0 && System.nanoTime() - acceptAgainNanos >= 0) {
            acceptAgainNanos = 0;
            acceptKeys.forEach(key -> setInterest(key, SelectionKey.OP_ACCEPT));
        }
    }

    private void handle(SelectionKey key) {
        if (key.attachment() instanceof ListeningSocket socket) {
            accept(key, socket);
        } else {
            ((Polled) key.attachment()).ready();
        }
    }

    private void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Starts to accept on a socket. From any thread. */
    void listen(ListeningSocket socket) throws IOException {
        socket.channel().configureBlocking(false);
        execute(() -> {
            try {
                acceptKeys.add(socket.channel().register(selector, SelectionKey.OP_ACCEPT, socket));
            } catch (ClosedChannelException e) {
                LOG.log(Level.DEBUG, "closed before it was served", e);
            }
        });
    }

    private void accept(SelectionKey key, ListeningSocket socket) {
        if (!room.tryAcquire()) {
            pauseAccepting();
            return;
        }
        boolean served = false;
        try {
            SocketChannel channel = socket.channel().accept();
            if (channel != null) {
                served = serve(channel, socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            if (key.isValid()) {
                LOG.log(Level.WARNING, "accept failed, trying again: address=" + socket.address() + " cause=" + e);
                pauseAccepting();
            }
        } finally {
            if (!served) {
                room.release();
            }
        }
    }

    /** Loop thread. The backlog keeps those who wait. */
    private void pauseAccepting() {
        acceptKeys.forEach(key -> setInterest(key, 0));
        acceptAgainNanos = System.nanoTime() + ACCEPT_PAUSE_NANOS;
    }

    private static void setInterest(SelectionKey key, int operations) {
        if (key.isValid()) {
            key.interestOps(operations);
        }
    }

    private boolean serve(SocketChannel channel, ListeningSocket socket) throws IOException {
        Polled polled = new Polled();
        Optional<AcceptedConnection> admitted = admission.admit(channel, socket.address(), polled);
        if (admitted.isEmpty()) {
            return false;
        }
        polled.connection = admitted.get();
        try {
            channel.configureBlocking(false);
            polled.key = channel.register(selector, SelectionKey.OP_READ, polled);
            polled.connection.session().opened();
        } catch (IOException e) {
            polled.connection.fail(e);
        } catch (RuntimeException | Error e) {
            polled.connection.close();
            LOG.log(Level.ERROR, "connection failed by a bug of ours: id=" + polled.connection.id(), e);
        }
        return true;
    }

    /**
     * Closes the listening channels and returns when none of them can accept any more. A channel registered with a
     * selector goes on accepting after close until the next select, hence the select in between.
     */
    void stopListening() {
        if (Thread.currentThread() == thread) { // an inline handler closes its server
            closeListening();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        execute(() -> {
            closeListening();
            done.countDown();
        });
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Loop thread. */
    private void closeListening() {
        try {
            for (SelectionKey key : acceptKeys) {
                ((ListeningSocket) key.attachment()).closeChannel();
            }
            acceptKeys.clear();
            selector.selectNow();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "could not stop listening well", e);
        }
    }

    /** Ends the thread. May be called twice. */
    void close() {
        closed = true;
        selector.wakeup();
    }

    /** Something that is done for one connection. */
    private interface Step {
        void run() throws IOException;
    }

    /** One connection of this loop. */
    private final class Polled implements AcceptedConnection.Waiter {
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        private AcceptedConnection connection;
        private SelectionKey key;

        /** Loop thread. Input that the session left; while there is any, nothing is read. */
        private ByteBuffer left = NOTHING;

        /** Loop thread. */
        private boolean ended;

        /** Loop thread. */
        private void ready() {
            guarded(() -> {
                if (key.isValid() && key.isWritable()) {
                    key.interestOpsAnd(~SelectionKey.OP_WRITE);
                    connection.flush();
                }
                if (!key.isValid()) {
                    readToEnd();
                } else if (key.isReadable()) {
                    read();
                }
            });
        }

        /**
         * junixsocket's selector shows a connection whose peer has hung up once more, and gives up its key. What the peer
         * sent before is still there, and its end; neither makes anybody wait.
         */
        private void readToEnd() throws IOException {
            while (!ended && !left.hasRemaining() && !connection.isClosed()) {
                read();
            }
        }

        /** Whatever happens to one connection, the loop goes on. A key may be cancelled under our hands. */
        private void guarded(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                connection.fail(e);
            } catch (RuntimeException | Error e) {
                if (!connection.isClosed()) {
                    connection.close();
                    LOG.log(Level.ERROR, "connection failed by a bug of ours: id=" + connection.id(), e);
                }
            }
        }

        private void read() throws IOException {
            ByteBuffer in = readBuffer.clear();
            int count = connection.channel().read(in);
            if (count < 0) {
                ended = true;
                stopReading();
                connection.inputEnded();
                return;
            }
            in.flip();
            connection.deliver(in);
            if (in.hasRemaining()) {
                left = ByteBuffer.allocate(in.remaining()).put(in).flip();
                stopReading();
                deliverLeft();
            }
        }

        private void stopReading() {
            if (key.isValid()) {
                key.interestOpsAnd(~SelectionKey.OP_READ);
            }
        }

        /** Loop thread. Asks again after it has paused, since the session may have become ready in between. */
        private void deliverLeft() throws IOException {
            while (left.hasRemaining() && connection.session().isReady() && !connection.isClosed()) {
                connection.deliver(left);
            }
            if (left.hasRemaining() || ended) {
                return;
            }
            left = NOTHING;
            if (key.isValid()) {
                key.interestOpsOr(SelectionKey.OP_READ);
            } else {
                readToEnd();
            }
        }

        @Override
        public void awaitWritable() {
            onLoop(() -> key.interestOpsOr(SelectionKey.OP_WRITE));
        }

        @Override
        public void resume() {
            execute(() -> guarded(this::deliverLeft));
        }

        private void onLoop(Step step) {
            if (Thread.currentThread() == thread) {
                guarded(step);
            } else {
                execute(() -> guarded(step));
            }
        }

        @Override
        public void closed(AcceptedConnection closed) {
            connections.remove(closed);
            room.release();
            // The descriptor is freed only by the next select.
            selector.wakeup();
        }
    }
}
