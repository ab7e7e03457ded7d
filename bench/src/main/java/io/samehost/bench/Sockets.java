package io.samehost.bench;

import io.samehost.address.Address;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How raw clients connect: as the library does. A channel that spins does not block: it reads nothing, again and again. */
record Sockets(Wait waiting, SocketBuffers buffers) {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** With the buffers that the system gives. */
    Sockets(Wait waiting) {
        this(waiting, SocketBuffers.DEFAULT);
    }

    SocketChannel connect(Address address) throws IOException {
        SocketChannel channel = Transports.connect(address, TIMEOUT_NANOS, buffers.bytes());
        channel.configureBlocking(waiting == Wait.BLOCKING);
        return channel;
    }

    List<SocketChannel> connect(Address address, int connections) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            channels.add(connect(address));
        }
        return channels;
    }
}
