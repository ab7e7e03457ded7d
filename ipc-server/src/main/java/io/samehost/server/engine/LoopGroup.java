package io.samehost.server.engine;

import io.samehost.address.Address;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.Newcomer;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.connection.WaitingRoom;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.server.turn.Turn;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.system.Closing;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * The loops of one channel provider. The first one accepts for all, and each connection goes to the loop that has fewest. A
 * further loop starts when each has a connection, so a server that has little to do has one thread.
 */
final class LoopGroup implements LoopAcceptor.Intake {
    private static final LastingLog LOG = new LastingLog(LoopGroup.class);
    private static final Comparator<EventLoop> BY_CONNECTIONS = Comparator.comparingInt(EventLoop::connections);

    private final String provider;
    private final Admission admission;
    private final OpenConnections connections;
    private final Semaphore places;
    private final HandlerWatch watch;
    private final LoopSettings settings;
    private final WaitingRoom<LoopConnection> waitingRoom;

    /** Added to before anything is served, and then by the first loop only. */
    private final List<EventLoop> loops = new CopyOnWriteArrayList<>();

    /** No loops yet, for the channels of one provider, which has a name, and connections for which there are places. */
    LoopGroup(
            String provider,
            Admission admission,
            OpenConnections connections,
            Semaphore places,
            HandlerWatch watch,
            LoopSettings settings) {
        this.provider = provider;
        this.admission = admission;
        this.connections = connections;
        this.places = places;
        this.watch = watch;
        this.settings = settings;
        this.waitingRoom =
                new WaitingRoom<>(places.availablePermits(), admission.lookup(), this::leadOn, this::acceptAgain);
    }

    /** Starts a further loop, or leaves everything as it was. */
    EventLoop startAnother(SelectorProvider channels) throws IOException {
        EventLoop loop = add(channels.openSelector());
        try {
            loop.start();
        } catch (RuntimeException | Error e) {
            loops.remove(loop);
            throw e;
        }
        return loop;
    }

    /** Makes a further loop, which is yet to be started. */
    EventLoop add(Selector selector) {
        String number = loops.isEmpty() ? "" : "-" + (loops.size() + 1);
        String name = "samehost-loop-" + provider + number;
        try {
            EventLoop loop = new EventLoop(name, selector, this, connections, places, watch, settings.spin());
            loops.add(loop);
            return loop;
        } catch (OutOfMemoryError e) {
            Closing.because(e, selector);
            throw e;
        }
    }

    /** The loop that accepts. */
    private EventLoop first() {
        return loops.get(0);
    }

    /** Starts to accept on a socket. From any thread. */
    void listen(ListeningSocket socket) throws IOException {
        first().listen(socket);
    }

    /** Serves a connection that others made. From any thread. */
    void serve(SocketChannel channel, Address address) {
        first().serve(channel, address);
    }

    /** First loop. */
    @Override
    public Newcomer<LoopConnection> prepare(Address address) {
        return new Newcomer<>(places, address, new LoopConnection());
    }

    /** First loop. */
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

    /** First loop. The connection is one of the server's when this returns, so that a server that closes knows of it. */
    private void open(Newcomer<LoopConnection> newcomer, Optional<PeerCredentials> peer) {
        newcomer.driver().join(next(newcomer.channel().provider()));
        admission.admit(newcomer, peer).ifPresent(newcomer.driver()::open);
    }

    /** First loop. The loop for the next connection. */
    private EventLoop next(SelectorProvider channels) {
        EventLoop idlest = Collections.min(loops, BY_CONNECTIONS);
        if (idlest.connections() == 0 || loops.size() >= settings.maxLoops()) {
            return idlest;
        }
        try {
            return startAnother(channels);
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.WARNING, "no further event loop, going on with those there are", e);
            return idlest;
        }
    }

    /** The room's thread. A peer that may not connect costs the loop nothing. */
    private void leadOn(Newcomer<LoopConnection> newcomer, Optional<PeerCredentials> peer) {
        if (admission.permits(newcomer, peer)) {
            first().execute(turn -> {
                if (waitingRoom.isClosed()) {
                    newcomer.leave();
                } else {
                    open(newcomer, peer);
                }
                return Turn.KEPT;
            });
        }
    }

    /** The room's thread. */
    private void acceptAgain() {
        first().acceptAgain();
    }

    /** Closes the listening channels and returns when none of them can accept any more. */
    void stopListening() {
        waitingRoom.close();
        first().stopListening();
    }

    /** Ends the threads. May be called twice. */
    void close() {
        loops.forEach(EventLoop::close);
    }

    /** Returns when each loop has ended, or runs the caller, or the caller is interrupted. */
    void awaitEnd() {
        loops.forEach(EventLoop::awaitEnd);
    }
}
