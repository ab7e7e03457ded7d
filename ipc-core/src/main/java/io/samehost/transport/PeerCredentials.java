package io.samehost.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;
import java.util.OptionalInt;
import jdk.net.ExtendedSocketOptions;

/**
 * Who is at the other end, as the kernel tells it.
 *
 * @param user the user's name, or the uid in digits for a user without a name
 * @param uid the user's number, unsigned; empty on the JDK's AF_UNIX channels, which tell the name only
 * @param pid the process that connected (on a client: that listened); empty unless junixsocket opened the channel
 */
public record PeerCredentials(String user, OptionalInt uid, OptionalInt pid) {

    /**
     * Asks the kernel. On AF_UNIX it noted the peer's effective user when the connection was made; on TCP it knows who
     * owns the peer's socket now.
     *
     * @return empty if nobody can say: the system does not tell, the channel is closed, or a TCP peer has closed its
     *     socket already, or as a server has not accepted it yet. Trust nobody then.
     */
    public static Optional<PeerCredentials> of(SocketChannel channel) {
        try {
            // By provider, so that junixsocket is not loaded to ask it whether the channel is its own.
            if (channel.provider() != SelectorProvider.provider()) {
                return JunixSockets.peer(channel);
            }
            SocketAddress peer = channel.getRemoteAddress();
            return peer instanceof InetSocketAddress tcp
                    ? ofTcp(tcp, (InetSocketAddress) channel.getLocalAddress())
                    : ofUnix(channel);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * For a client: whose server it has connected to. On AF_UNIX that is what {@link #of} says; on TCP it is who listens
     * on the port, which holds before the server has accepted the connection and after it has closed it.
     *
     * @return empty if nobody can say
     */
    public static Optional<PeerCredentials> ofServer(SocketChannel channel) {
        try {
            if (channel.provider() == SelectorProvider.provider()
                    && channel.getRemoteAddress() instanceof InetSocketAddress server) {
                return named(LoopbackPeers.listenerUid(server));
            }
            return of(channel);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<PeerCredentials> ofUnix(SocketChannel channel) throws IOException {
        if (!channel.isConnected()) {
            throw new SocketException("not connected");
        }
        String user =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return Optional.of(new PeerCredentials(user, OptionalInt.empty(), OptionalInt.empty()));
    }

    private static Optional<PeerCredentials> ofTcp(InetSocketAddress peer, InetSocketAddress own) {
        return named(LoopbackPeers.uid(peer, own));
    }

    private static Optional<PeerCredentials> named(OptionalInt uid) {
        return uid.isEmpty()
                ? Optional.empty()
                : Optional.of(new PeerCredentials(Users.nameOf(uid.getAsInt()), uid, OptionalInt.empty()));
    }
}
