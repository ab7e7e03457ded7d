package io.samehost.server;

import io.samehost.transport.Closing;
import io.samehost.transport.ListeningSocket;
import java.io.IOException;
import java.nio.channels.Selector;
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
final class EventLoopEngine implements Engine {
    private final Admission admission;
    private final Connections connections;
    private final Semaphore room;
    private final Duration spin;
    private final Map<SelectorProvider, EventLoop> loops = new LinkedHashMap<>();
    private final HandlerWatch watch = new HandlerWatch();

    EventLoopEngine(Admission admission, Connections connections, int maxConnections, Duration spin) {
        this.spin = spin;
        this.admission = admission;
        this.connections = connections;
        this.room = new Semaphore(maxConnections);
    }

    @Override
    public void listen(ListeningSocket socket) throws IOException {
        SelectorProvider provider = socket.channel().provider();
        EventLoop loop = loops.get(provider);
        if (loop == null) {
            if (loops.isEmpty()) {
                watch.start();
            }
            loop = loop(socket.provider(), provider.openSelector());
            loop.start();
            loops.put(provider, loop);
        }
        loop.listen(socket);
    }

    private EventLoop loop(String provider, Selector selector) {
        try {
            return new EventLoop(provider, selector, admission, connections, room, watch, spin);
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
