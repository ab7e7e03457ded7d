package io.samehost.transport.peer;

import io.samehost.transport.system.Users;
import io.samehost.transport.unix.JunixSockets;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jdk.net.ExtendedSocketOptions;

/**
 * The user at the other end, as the kernel tells it. A user that the kernel cannot tell apart from others, since it has no
 * number in our user namespace, counts as not known.
 *
 * @param user the user's name, or the uid in digits for a user without a name; to be printed, not compared
 * @param uid the user's number, unsigned; the kernel's answer always has one
 * @param pid the process that connected (on a client: that listened); empty unless junixsocket opened the channel
 */
public record PeerCredentials(String user, OptionalInt uid, OptionalInt pid) {

    /**
     * Asks the kernel who has connected to a server. On AF_UNIX it noted the peer's effective user when the connection was
     * made. On TCP it knows who owns the peer's socket now, and the answer holds for this channel. Ask once, before
     * anything is sent; no other thread may use the channel meanwhile.
     *
     * @return empty if nobody can say: the system does not tell, the channel is closed, or a TCP peer has closed its
     *     socket already. Trust nobody then.
     */
    public static Optional<PeerCredentials> of(SocketChannel channel) {
        try {
            return Optional.ofNullable(ofAll(List.of(channel)).get(channel));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * {@link #of} for several channels. Over TCP this costs little more than for one, where {@link #isCheap} is false.
     *
     * @return without those of whom nobody can say
     * @throws IOException if the kernel cannot be asked now, mostly for want of descriptors
     */
    public static Map<SocketChannel, PeerCredentials> ofAll(Collection<SocketChannel> channels) throws IOException {
        Map<SocketChannel, PeerCredentials> known = new HashMap<>();
        List<SocketChannel> tcp = new ArrayList<>();
        for (SocketChannel channel : channels) {
            if (isTcp(channel)) {
                tcp.add(channel);
            } else {
                ofUnix(channel).ifPresent(peer -> known.put(channel, peer));
            }
        }
        if (!tcp.isEmpty()) {
            TcpPeers.clients(tcp)
                    .forEach((channel, uid) -> named(OptionalInt.of(uid), OptionalInt.empty())
                            .ifPresent(peer -> known.put(channel, peer)));
        }
        return known;
    }

    /**
     * Asks the kernel whose server a client has connected to. Ask before the first byte is sent; the answer holds for the
     * life of the connection. On AF_UNIX it is the user that listened. On TCP it is the user that accepted this very
     * connection, or the one that listens as long as nobody has. No other thread may use the channel meanwhile.
     *
     * @return empty if nobody can say. Trust nobody then.
     */
    public static Optional<PeerCredentials> ofServer(SocketChannel channel) {
        try {
            return isTcp(channel) ? named(TcpPeers.server(channel), OptionalInt.empty()) : ofUnix(channel);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** False if a look-up takes milliseconds: over TCP, where the kernel's table of all sockets has to be read. */
    public static boolean isCheap(SocketChannel channel) {
        return !isTcp(channel) || TcpPeers.isCheap();
    }

    private static boolean isTcp(SocketChannel channel) {
        try {
            return TcpEnds.of(channel).isPresent();
        } catch (IOException e) {
            return false; // closed
        }
    }

    private static Optional<PeerCredentials> ofUnix(SocketChannel channel) {
        try {
            if (channel.provider() != SelectorProvider.provider()) {
                return JunixSockets.peer(channel).flatMap(peer -> named(OptionalInt.of(peer.uid()), peer.pid()));
            }
            if (!channel.isConnected()) {
                throw new SocketException("not connected");
            }
            // The principal has a name, too, which is whatever the table of users makes of the number.
            return named(
                    Users.uidOf(
                            channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user()),
                    OptionalInt.empty());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Optional<PeerCredentials> named(OptionalInt uid, OptionalInt pid) {
        return uid.isPresent() && Users.isSomebody(uid.getAsInt())
                ? Optional.of(new PeerCredentials(Users.nameOf(uid.getAsInt()), uid, pid))
                : Optional.empty();
    }
}
