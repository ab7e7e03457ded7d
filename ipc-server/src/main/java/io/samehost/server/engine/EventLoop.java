package io.samehost.server.engine;

import io.samehost.address.Address;
import io.samehost.server.connection.AcceptedConnection;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.Newcomer;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.connection.WaitingRoom;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.server.turn.Turn;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The loop of one channel provider, put together: {@link LoopThread} runs it, {@link LoopPoll} waits, {@link LoopWork}
 * says what is to be done, {@link LoopAcceptor} lets connections in, some by a {@link WaitingRoom}, and each is a {@link
 * LoopConnection}. One buffer serves the reads of all of them, so that an idle one costs no buffer.
 */
final class EventLoop implements LoopAcceptor.Intake {
    private static final int READ_BUFFER_BYTES = 256 * 1024;

    private final Selector selector;
    private final Admission admission;
    private final OpenConnections connections;
    private final Semaphore places;
    private final WaitingRoom<LoopConnection> waitingRoom;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private final LoopPoll poll;
    private final LoopAcceptor acceptor;
    private final LoopWork work;
    private final LoopThread thread;

    /** A loop for the channels of one provider, which has a name, and connections for which there are places. */
    EventLoop(
            String provider,
            Selector selector,
            Admission admission,
            OpenConnections connections,
            Semaphore places,
            HandlerWatch watch,
            Duration spin) {
        this.selector = selector;
        this.admission = admission;
        this.connections = connections;
        this.places = places;
        this.waitingRoom =
                new WaitingRoom<>(places.availablePermits(), admission.lookup(), this::leadOn, this::acceptAgain);
        this.poll = new LoopPoll(selector, TimeUnit.NANOSECONDS.convert(spin));
        this.acceptor = new LoopAcceptor(selector, this);
        this.work = new LoopWork(poll, acceptor);
        this.thread = new LoopThread("samehost-loop-" + provider, selector, poll, acceptor, work, watch);
    }

    /** Starts the thread, or ends the loop if there is none to be had. To be called once. */
    void start() {
        thread.start();
    }

    /** Loop thread. */
    ByteBuffer readBuffer() {
        return readBuffer;
    }

    /** Loop thread. */
    LoopPoll poll() {
        return poll;
    }

    /** Loop thread. */
    LoopWork work() {
        return work;
    }

    /** True on the loop thread, unless a handler that may be replaced runs there. */
    boolean isCurrent() {
        return thread.isCurrent();
    }

    /** Has the loop thread do {@code task}. From any thread. */
    void execute(LoopTask task) {
        work.add(task);
        selector.wakeup();
    }

    /** Starts to accept on a socket. From any thread. */
    void listen(ListeningSocket socket) throws IOException {
        socket.channel().configureBlocking(false);
        execute(turn -> {
            acceptor.listen(socket);
            return Turn.KEPT;
        });
    }

    /** Serves a connection that others made. From any thread. */
    void serve(SocketChannel channel, Address address) {
        execute(turn -> {
            acceptor.take(channel, address);
            return Turn.KEPT;
        });
    }

    /** Loop thread. */
    @Override
    public Newcomer<LoopConnection> prepare(Address address) {
        return new Newcomer<>(places, address, new LoopConnection(this));
    }

    /** Loop thread. */
    @Override
    public boolean serve(Newcomer<LoopConnection> newcomer) {
        if (!admission.lookup().isCheap(newcomer.channel())) {
            return waitingRoom.enter(newcomer);
        }
        Optional<PeerCredentials> peer = admission.lookup().one(newcomer.channel());
        if (admission.permits(newcomer, peer)) {
            open(newcomer, peer);
        }
        return true;
    }

    /** Loop thread. */
    private void open(Newcomer<LoopConnection> newcomer, Optional<PeerCredentials> peer) {
        admission.admit(newcomer, peer).ifPresent(admitted -> newcomer.driver().open(admitted, selector));
    }

    /** The room's thread. A peer that may not connect costs the loop nothing. */
    private void leadOn(Newcomer<LoopConnection> newcomer, Optional<PeerCredentials> peer) {
        if (admission.permits(newcomer, peer)) {
            execute(turn -> {
                if (waitingRoom.isClosed()) {
                    newcomer.leave();
                } else {
                    open(newcomer, peer);
                }
                return Turn.KEPT;
            });
        }
    }

    /** Room's thread. */
    private void acceptAgain() {
        execute(turn -> {
            acceptor.acceptAll();
            return Turn.KEPT;
        });
    }

    /** A connection is closed. From any thread. */
    void left(AcceptedConnection connection) {
        try {
            connections.remove(connection);
        } finally {
            places.release();
            selector.wakeup(); // the descriptor is freed only by the next select
        }
    }

    /** Closes the listening channels and returns when none of them can accept any more. */
    void stopListening() {
        waitingRoom.close();
        if (isCurrent()) { // an inline handler closes its server
            acceptor.close();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        execute(turn -> {
            try {
                acceptor.close();
            } finally {
                done.countDown();
            }
            return Turn.KEPT;
        });
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread. May be called twice. */
    void close() {
        thread.close();
    }

    /** Returns when the loop has ended, or runs the caller, or the caller is interrupted. */
    void awaitEnd() {
        thread.awaitEnd();
    }
}
