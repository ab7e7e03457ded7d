package io.samehost.server.engine;

import io.samehost.address.Address;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.transport.ChannelAddresses;
import io.samehost.transport.ListeningSocket;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The lecture's poll: one thread serves many connections, mostly all. There is a {@link LoopGroup} for each channel provider,
 * since a selector takes only channels of its own provider: the JDK's TCP and AF_UNIX share one, junixsocket has another. A
 * loop whose thread is kept by a handler goes on on another one.
 */
public final class EventLoopEngine implements Engine {
    private final Admission admission;
    private final OpenConnections connections;
    private final LoopSettings settings;
    private final Semaphore places;
    private final Map<SelectorProvider, LoopGroup> groups = new LinkedHashMap<>();
    private final HandlerWatch watch = new HandlerWatch();

    public EventLoopEngine(Admission admission, OpenConnections connections, LoopSettings settings) {
        this.admission = admission;
        this.connections = connections;
        this.settings = settings;
        this.places = new Semaphore(settings.maxConnections());
    }

    @Override
    public void listen(ListeningSocket socket) throws IOException {
        groupOf(socket.channel(), socket.provider()).listen(socket);
    }

    @Override
    public void serve(SocketChannel channel, Address address) throws IOException {
        groupOf(channel, ChannelAddresses.provider(channel)).serve(channel, address);
    }

    private LoopGroup groupOf(SelectableChannel channel, String name) throws IOException {
        SelectorProvider provider = channel.provider();
        LoopGroup group = groups.get(provider);
        if (group == null) {
            if (groups.isEmpty()) {
                watch.start();
            }
            group = new LoopGroup(name, admission, connections, places, watch, settings);
            group.startAnother(provider);
            groups.put(provider, group);
        }
        return group;
    }

    @Override
    public void stopListening() {
        groups.values().forEach(LoopGroup::stopListening);
    }

    @Override
    public void close() {
        groups.values().forEach(LoopGroup::close);
        groups.values().forEach(LoopGroup::awaitEnd);
        watch.close(); // only now: a handler that closes its server may be keeping the thread of a loop
    }
}
