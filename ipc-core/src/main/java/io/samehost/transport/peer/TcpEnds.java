package io.samehost.transport.peer;

import io.samehost.transport.unix.JunixNames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;

/** The two ends of a TCP connection, as the socket at {@code local} sees them. */
record TcpEnds(InetSocketAddress local, InetSocketAddress remote) {

    /**
     * The ends of a channel, whoever made it; empty if it is no TCP connection, or the system does not tell any more. Known by
     * its provider first, so that junixsocket is not loaded to ask it whether the channel is its own.
     */
    static Optional<TcpEnds> of(SocketChannel channel) throws IOException {
        if (channel.provider() != SelectorProvider.provider()) {
            return JunixNames.tcpEnds(channel).map(ends -> new TcpEnds(ends[0], ends[1]));
        }
        return channel.getRemoteAddress() instanceof InetSocketAddress remote
                ? Optional.of(new TcpEnds((InetSocketAddress) channel.getLocalAddress(), remote))
                : Optional.empty();
    }

    /** As the socket at the other end sees them. */
    TcpEnds reversed() {
        return new TcpEnds(remote, local);
    }
}
