package io.samehost.server.engine;

import io.samehost.address.Address;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.transport.ChannelAddresses;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.system.Closing;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The lecture's poll: one thread serves all connections. It is one thread for each channel provider, since a selector
 * takes only channels of its own provider: the JDK's TCP and AF_UNIX share one loop, junixsocket has another. A loop whose
 * thread is kept by a handler goes on on another one.
 */
public final class EventLoopEngine implements Engine {
    private final Admission admission;
    private final OpenConnections connections;
    private final Semaphore places;
    private final Duration spin;
    private final Map<SelectorProvider, EventLoop> loops = new LinkedHashMap<>();
    private final HandlerWatch watch = new HandlerWatch();

    public EventLoopEngine(Admission admission, OpenConnections connections, int maxConnections, Duration spin) {
        this.spin = spin;
        this.admission = admission;
        this.connections = connections;
        this.places = new Semaphore(maxConnections);
    }

    @Override
    public void listen(ListeningSocket socket) throws IOException {
        loopOf(socket.channel(), socket.provider()).listen(socket);
    }

    @Override
    public void serve(SocketChannel channel, Address address) throws IOException {
        loopOf(channel, ChannelAddresses.provider(channel)).serve(channel, address);
    }

    private EventLoop loopOf(SelectableChannel channel, String name) throws IOException {
        SelectorProvider provider = channel.provider();
        EventLoop loop = loops.get(provider);
        if (loop == null) {
            if (loops.isEmpty()) {
                watch.start();
            }
            loop = loop(name, provider.openSelector());
            loop.start();
            loops.put(provider, loop);
        }
        return loop;
    }

    private EventLoop loop(String provider, Selector selector) {
        try {
            return new EventLoop(provider, selector, admission, connections, places, watch, spin);
        } catch (OutOfMemoryError e) {
            Closing.because(e, selector);
            throw e;
        }
    }

    @Override
    public void stopListening() {
        loops.values().forEach(EventLoop::stopListening);
    }

    @Override
    public void close() {
        loops.values().forEach(EventLoop::close);
        loops.values().forEach(EventLoop::awaitEnd);
        watch.close(); // only now: a handler that closes its server may be keeping the thread of a loop
    }
}
