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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One thread that polls. Everything marked "loop thread" happens on it alone; other threads hand it tasks. One buffer
 * serves the reads of all connections, so that an idle one costs no buffer.
 *
 * <p>The thread may be kept by a handler that was expected to be quick. Then its turn is over, another thread becomes the
 * loop thread in the middle of what it did, and it may touch nothing here any more.
 */
final class EventLoop {
    private static final LastingLog LOG = new LastingLog(EventLoop.class);
    private static final int READ_BUFFER_BYTES = 256 * 1024;

    /** After accept failed, mostly for want of descriptors: the socket stays acceptable, so polling would spin. */
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A loop that spins asks the connection that spoke last, which is cheaper than to ask for all, but not for ever. */
    private static final int MAX_TURNS_WITHOUT_SELECT = 15;

    /** After a thread could not be started, or the poll failed: without them, no connection here is served. */
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String provider;
    private final Selector selector;
    private final Admission admission;
    private final Connections connections;
    private final Semaphore room;
    private final HandlerWatch watch;
    private final long spinNanos;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private final List<SelectionKey> acceptKeys = new ArrayList<>();

    /** Loop thread. What the last select found. */
    private final List<SelectionKey> ready = new ArrayList<>();

    /** Made once, and not for every select; {@link Polled#readyStep} likewise. */
    private final Consumer<SelectionKey> addReady = ready::add;

    /** Loop thread. When something was last read. */
    private long busySinceNanos;

    /** Loop thread. Where that was; null where the loop does not spin, and if nothing may be read there now. */
    private SelectionKey lastRead;

    /** Loop thread. How often in a row only {@link #lastRead} was looked at. */
    private int turnsWithoutSelect;

    /** Loop thread. How many of them are handled or being handled. */
    private int handled;

    /** Loop thread. The connection whose input the session is given, or was last. */
    private Polled delivering;

    /** Loop thread. What a thread that has just become it has to do first, at {@link #delivering}. */
    private Optional<Runnable> unfinished = Optional.empty();

    /** Of the loop thread, and written before that starts. */
    private volatile Optional<ReadingTurn> turn = Optional.empty();

    private volatile boolean closed;

    /** Loop thread. When accepting goes on after a failure; 0 while it is on. */
    private long acceptAgainNanos;

    /** A loop for the channels of one provider, which has a name. */
    EventLoop(
            String provider,
            Selector selector,
            Admission admission,
            Connections connections,
            Semaphore room,
            HandlerWatch watch,
            Duration spin) {
        this.provider = provider;
        this.selector = selector;
        this.admission = admission;
        this.connections = connections;
        this.room = room;
        this.watch = watch;
        this.spinNanos = spin.toNanos();
    }

    /** Starts the thread, or ends the loop if there is none to be had. To be called once. */
    void start() {
        try {
            startThread();
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    /** Starts a thread that becomes the loop thread. */
    private void startThread() {
        Thread thread = new Thread(this::run, "samehost-loop-" + provider);
        // A handler that never ends must not keep the program; until the server is closed, the watch does.
        thread.setDaemon(true);
        ReadingTurn next = new ReadingTurn(thread, watch, this::takeOver);
        turn = Optional.of(next);
        try {
            watch.add(next);
            thread.start();
        } catch (RuntimeException | Error e) {
            watch.remove(next);
            throw e;
        }
    }

    /** On the watch's thread: the loop goes on on another thread, whatever it takes to get one. */
    private void takeOver(Runnable batch) {
        do {
            try {
                unfinished = Optional.of(batch);
                startThread();
                return;
            } catch (RuntimeException | Error e) { // for want of memory
                LOG.log(Level.WARNING, "no thread for the event loop, trying again", e);
                LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            }
        } while (!closed);
        end();
    }

    private void run() {
        ReadingTurn mine = turn.orElseThrow();
        try {
            workThrough(mine); // what the last loop thread was kept from
            while (!mine.isOver() && !closed) {
                doWork(mine);
            }
        } finally {
            watch.remove(mine);
            if (!mine.isOver()) {
                end();
            }
        }
    }

    /** Once no thread is the loop any more. */
    private void end() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "close failed: selector of " + provider, e);
        } finally {
            ended.countDown();
        }
    }

    /** Waits until there is something to do, and does it. */
    private void doWork(ReadingTurn mine) {
        try {
            poll();
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.ERROR, "event loop could not poll, trying again", e);
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
        }
        // Not within the select: an inline handler may close its server, and that selects too.
        workThrough(mine);
    }

    private void poll() throws IOException {
        if (lastRead == null || !lastRead.isValid()) {
            select();
        } else if (turnsWithoutSelect < MAX_TURNS_WITHOUT_SELECT) {
            turnsWithoutSelect++;
            ready.add(lastRead); // which says itself if there is nothing to read
        } else {
            turnsWithoutSelect = 0;
            lookOrSelect();
        }
    }

    private void lookOrSelect() throws IOException {
        if (System.nanoTime() - busySinceNanos < spinNanos) {
            Polling.selectNow(selector, addReady);
        } else {
            select();
        }
    }

    private void select() throws IOException {
        Polling.select(selector, acceptAgainNanos == 0 ? Polling.FOREVER_NANOS : ACCEPT_PAUSE_NANOS, addReady);
    }

    /**
     * Loop thread. Does what there is to do, also what another thread has left of it. What fails is not done again, and
     * keeps nothing else from being done: on this thread depend all connections.
     */
    private void workThrough(ReadingTurn mine) {
        boolean done = false;
        while (!done) {
            try {
                work(mine);
                done = true;
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "event loop goes on after a bug of ours", e);
            }
        }
    }

    private void work(ReadingTurn mine) {
        if (unfinished.isPresent()) {
            Runnable batch = unfinished.get();
            unfinished = Optional.empty();
            delivering.goOn(batch);
        }
        while (!mine.isOver() && handled < ready.size()) {
            handle(ready.get(handled++));
        }
        while (!mine.isOver() && !tasks.isEmpty()) {
            tasks.remove().run();
        }
        if (!mine.isOver()) {
            ready.clear();
            handled = 0;
            acceptAgain();
        }
    }

    private void acceptAgain() {
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
            polled.connection.failByBug(e);
        }
        return true;
    }

    /**
     * Closes the listening channels and returns when none of them can accept any more. A channel registered with a
     * selector goes on accepting after close until the next select, hence the select in between.
     */
    void stopListening() {
        if (isOnLoop()) { // an inline handler closes its server
            closeListening();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        execute(() -> {
            try {
                closeListening();
            } finally {
                done.countDown();
            }
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

    /** A handler that may be replaced as the loop thread at any moment does not count as the loop. */
    private boolean isOnLoop() {
        return turn.filter(current -> current.thread() == Thread.currentThread() && !current.hasHandler())
                .isPresent();
    }

    /** Ends the thread. May be called twice. */
    void close() {
        closed = true;
        selector.wakeup();
    }

    /** Returns when the loop has ended, or runs the caller, or the caller is interrupted. */
    void awaitEnd() {
        if (isOnLoop()) {
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

        private final Step readyStep = this::writeAndRead;

        /** Loop thread. Input that the session left; while there is any, nothing is read. */
        private ByteBuffer left = NOTHING;

        /** Loop thread. True while it is {@link #left}, and not what was just read, that the session is given. */
        private boolean deliversLeft;

        /** Loop thread. */
        private boolean ended;

        /** Loop thread. */
        private void ready() {
            guarded(readyStep);
        }

        private void writeAndRead() throws IOException {
            if (key.isValid() && key.isWritable()) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                connection.flush();
            }
            if (!key.isValid()) {
                readToEnd();
            } else if (key.isReadable()) {
                read();
            }
        }

        /**
         * junixsocket's selector shows a connection whose peer has hung up once more, and gives up its key. What the peer
         * sent before is still there, and its end; neither makes anybody wait.
         */
        private void readToEnd() throws IOException {
            ReadingTurn mine = turn.orElseThrow();
            while (!mine.isOver() && !ended && !left.hasRemaining() && !connection.isClosed()) {
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
                    connection.failByBug(e);
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
            if (count == 0) {
                return;
            }
            if (spinNanos > 0) {
                lastRead = key;
            }
            in.flip();
            deliverRead();
        }

        /** Loop thread. */
        private void deliverRead() throws IOException {
            deliversLeft = false;
            if (deliver(readBuffer) && readBuffer.hasRemaining()) {
                left = ByteBuffer.allocate(readBuffer.remaining())
                        .put(readBuffer)
                        .flip();
                stopReading();
                deliverLeft();
            }
        }

        /** Loop thread. Returns false if another thread is the loop now. */
        private boolean deliver(ByteBuffer in) throws IOException {
            ReadingTurn mine = turn.orElseThrow();
            delivering = this;
            connection.deliver(in, mine);
            if (mine.isOver()) {
                return false;
            }
            busySinceNanos = connection.lastInputNanos();
            return true;
        }

        /**
         * Loop thread, a new one: goes on where a handler has kept the last one. What is left is delivered also if the
         * session cannot take it, so that it counts as paused.
         */
        private void goOn(Runnable batch) {
            ReadingTurn mine = turn.orElseThrow();
            guarded(() -> {
                batch.run();
                if (!deliversLeft) {
                    deliverRead();
                } else if (deliver(left)) {
                    deliverLeft();
                }
                if (!mine.isOver() && !key.isValid()) {
                    readToEnd();
                }
            });
        }

        private void stopReading() {
            lastRead = null;
            if (key.isValid()) {
                key.interestOpsAnd(~SelectionKey.OP_READ);
            }
        }

        /** Loop thread. Asks again after it has paused, since the session may have become ready in between. */
        private void deliverLeft() throws IOException {
            deliversLeft = true;
            while (left.hasRemaining() && connection.session().isReady() && !connection.isClosed()) {
                if (!deliver(left)) {
                    return;
                }
            }
            if (left.hasRemaining()) {
                return;
            }
            left = NOTHING;
            if (ended) {
                return;
            }
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
            if (isOnLoop()) {
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
