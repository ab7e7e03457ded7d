package io.samehost.server.engine;

import io.samehost.address.Address;
import io.samehost.server.connection.AcceptedConnection;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.Newcomer;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.connection.WaitingRoom;
import io.samehost.server.lasting.Joining;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The lecture's server: a thread for each listening socket blocks in accept, a thread for each connection blocks in
 * read. A thread does here what fork does in the lecture. A connection whose thread is kept by a handler gets a new
 * one, and one whose threads queue more than a peer reads gets one that only writes.
 */
public final class ThreadPerConnectionEngine implements Engine {
    private static final LastingLog LOG = new LastingLog(ThreadPerConnectionEngine.class);

    /** After accept failed, mostly for want of descriptors: trying again at once would only spin. */
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Admission admission;
    private final OpenConnections connections;
    private final Semaphore places;
    private final WaitingRoom<ThreadedConnection> waitingRoom;
    private final HandlerWatch watch = new HandlerWatch();
    private final ConnectionThreads threads = new ConnectionThreads();
    private final List<ListeningSocket> listening = new ArrayList<>();
    private final List<Thread> acceptors = new ArrayList<>();
    private boolean watching;
    private volatile boolean stopping;

    public ThreadPerConnectionEngine(Admission admission, OpenConnections connections, int maxConnections) {
        this.admission = admission;
        this.connections = connections;
        this.places = new Semaphore(maxConnections);
        this.waitingRoom = new WaitingRoom<>(maxConnections, admission.lookup(), this::leadOn, () -> {
            // those who accept wait in the room themselves
        });
    }

    @Override
    public void listen(ListeningSocket socket) {
        startWatch();
        Thread acceptor = new Thread(() -> acceptAll(socket), "samehost-accept-" + socket.address());
        listening.add(socket);
        acceptors.add(acceptor);
        acceptor.start();
    }

    private void startWatch() {
        if (!watching) {
            watching = true;
            watch.start();
        }
    }

    @Override
    public void serve(SocketChannel channel, Address address) throws IOException {
        startWatch();
        Newcomer<ThreadedConnection> next = new Newcomer<>(places, address, newConnection());
        if (next.accept(() -> channel)) {
            serveOrDrop(next);
        }
    }

    private ThreadedConnection newConnection() {
        return new ThreadedConnection(threads, watch, this::left);
    }

    private void acceptAll(ListeningSocket socket) {
        while (!stopping) {
            try {
                Newcomer<ThreadedConnection> next = new Newcomer<>(places, socket.address(), newConnection());
                if (next.accept(socket::accept)) {
                    serveOrDrop(next);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (Throwable t) { // for want of descriptors or memory
                if (!stopping) {
                    LOG.log(Level.WARNING, "accept failed, trying again: address=", socket.address(), t);
                    LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
                }
            }
        }
    }

    private void serveOrDrop(Newcomer<ThreadedConnection> newcomer) {
        try {
            serve(newcomer);
        } catch (RuntimeException | Error e) { // for want of memory
            newcomer.leave();
            throw e;
        }
    }

    private void serve(Newcomer<ThreadedConnection> newcomer) {
        newcomer.awaitPlace();
        if (stopping) {
            newcomer.leave();
        } else if (admission.lookup().isCheap(newcomer.channel())) {
            leadOn(newcomer, admission.lookup().one(newcomer.channel()));
        } else {
            waitingRoom.awaitRoom();
            waitingRoom.enter(newcomer);
        }
    }

    /** On the thread that accepts, or on that of the waiting room. */
    private void leadOn(Newcomer<ThreadedConnection> newcomer, Optional<PeerCredentials> peer) {
        if (admission.permits(newcomer, peer)) {
            admission
                    .admit(newcomer, peer)
                    .ifPresent(admitted -> newcomer.driver().open(admitted));
        }
    }

    private void left(AcceptedConnection connection) {
        try {
            connections.remove(connection);
        } finally {
            places.release();
        }
    }

    @Override
    public void stopListening() {
        stopping = true;
        waitingRoom.close();
        for (ListeningSocket socket : listening) {
            try {
                socket.closeChannel();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "close failed: address=", socket.address(), e);
            }
        }
        // Not by an interrupt: in an accept that has just succeeded, the JDK would lose the descriptor it got.
        places.release(acceptors.size());
        acceptors.forEach(Joining::join);
    }

    @Override
    public void close() {
        threads.close();
        watch.close();
    }
}
