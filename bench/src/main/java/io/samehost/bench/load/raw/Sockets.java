package io.samehost.bench.load.raw;

import io.samehost.address.Address;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.Wait;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connects raw clients as the library does. A channel that spins does not block: it reads nothing, again and again. */
public record Sockets(Wait waiting, BufferSize buffers) {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** With the buffers that the system gives. */
    public Sockets(Wait waiting) {
        this(waiting, BufferSize.DEFAULT);
    }

    public SocketChannel connect(Address address) throws IOException {
        SocketChannel channel = Transports.connect(address, TIMEOUT_NANOS, buffers.bytes());
        channel.configureBlocking(waiting == Wait.BLOCKING);
        return channel;
    }

    public List<SocketChannel> connect(Address address, int connections) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            channels.add(connect(address));
        }
        return channels;
    }
}
