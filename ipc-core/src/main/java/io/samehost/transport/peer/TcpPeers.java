package io.samehost.transport.peer;

import io.samehost.transport.system.Platform;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds the owner of a loopback connection's other end in the kernel's table of sockets.
 *
 * <p>The table tells who has a pair of ends <em>now</em>, not who sent what lies in a socket: an attacker connects, sends
 * and resets; its port is used again by a victim; the server then accepts the first connection, which is dead, and finds
 * the victim's row. A row of our own end does not tell the two apart either: it may be the victim's connection that has
 * been accepted. So the order is: first the rows, then a look at whether this very channel is still alive.
 *
 * <p>Proof. Our socket had its ends before the rows were read, since it was connected, and after that, since it is alive
 * and a TCP socket never comes back to life. The kernel gives two ends in one namespace to one socket only. So while the
 * rows were read, the socket with our ends was ours. The other end's row was read in a state that a socket reaches by
 * shaking hands with the socket that has the reversed ends, so with ours. A victim that tries to connect from the same
 * port meanwhile stays in SYN_SENT, and its RST kills our socket before it gets further. The row of our own end shows
 * that the table is the one our socket stands in, and not that of another network namespace.
 *
 * <p>A peer in another namespace has no row here, and is nobody.
 */
final class TcpPeers {
    private static final TcpTable TABLE = NetlinkTables.open().orElseGet(ProcTcpTable::new);

    private TcpPeers() {}

    static boolean areKnown() {
        return Platform.IS_LINUX && Files.isReadable(Path.of("/proc/net/tcp"));
    }

    static boolean isCheap() {
        return TABLE.isCheap();
    }

    /** The users that connected, by channel; without those of whom nobody can say. */
    static Map<SocketChannel, Integer> clients(Collection<SocketChannel> channels) throws IOException {
        return clients(TABLE, channels);
    }

    static Map<SocketChannel, Integer> clients(TcpTable table, Collection<SocketChannel> channels) throws IOException {
        Map<SocketChannel, TcpEnds> ends = ends(channels);
        TcpTable.Rows rows = read(table, ends.values());
        Map<SocketChannel, Integer> users = new HashMap<>();
        ends.forEach((channel, own) -> rows.at(own.reversed())
                .filter(TcpSocket::isConnected)
                .filter(peer -> isUnclosed(rows.at(own)))
                .ifPresent(peer -> users.put(channel, peer.uid())));
        // Only now that the rows are read, see above.
        users.keySet().removeAll(Hangup.polled(users.keySet()));
        return users;
    }

    /**
     * The user whose server this channel has connected to. A connection that has not been accepted yet belongs to the
     * socket that listens, and ends with it. So that socket has been the same since we connected, and it is among those
     * that were read before the row of the connection. The last question is here too whether this connection is alive.
     */
    static OptionalInt server(SocketChannel channel) throws IOException {
        return server(TABLE, channel);
    }

    static OptionalInt server(TcpTable table, SocketChannel channel) throws IOException {
        TcpEnds own = ends(channel);
        TcpTable.Rows rows = table.read(Set.of(own, own.reversed()), Optional.of(own.remote()));
        Optional<TcpSocket> server = rows.at(own.reversed());
        if (server.isEmpty() || !isUnclosed(rows.at(own)) || Hangup.isPolled(channel)) {
            return OptionalInt.empty();
        }
        if (server.get().isConnected()) {
            return OptionalInt.of(server.get().uid());
        }
        return server.get().waitsToBeAccepted()
                ? onlyUser(rows.listeners(), server.get().ipv6())
                : OptionalInt.empty();
    }

    /**
     * A connection has the family of the socket that listens: one to an IPv4 address that stands in tcp6 belongs to a
     * dual-stack socket, and one that stands in tcp to an IPv4 one. If sockets of several users are left, for instance
     * bound to several interfaces, nobody can say.
     */
    private static OptionalInt onlyUser(List<TcpSocket> listeners, boolean ipv6) {
        int[] users = listeners.stream()
                .filter(socket -> socket.ipv6() == ipv6 && socket.open())
                .mapToInt(TcpSocket::uid)
                .distinct()
                .toArray();
        return users.length == 1 ? OptionalInt.of(users[0]) : OptionalInt.empty();
    }

    /**
     * Those channels, of some that are alive, whose peers have closed their sockets: no process has them open. The table is read
     * twice, since one whose rows change meanwhile may lack a row.
     */
    static Set<SocketChannel> closed(Collection<SocketChannel> channels) throws IOException {
        return closed(TABLE, channels);
    }

    static Set<SocketChannel> closed(TcpTable table, Collection<SocketChannel> channels) throws IOException {
        Map<SocketChannel, TcpEnds> ends = ends(channels);
        for (int look = 0; look < 2 && !ends.isEmpty(); look++) {
            TcpTable.Rows rows = read(table, ends.values());
            ends.values().removeIf(own -> !isUnclosed(rows.at(own)) || isOpen(rows.at(own.reversed())));
        }
        return ends.keySet();
    }

    private static boolean isOpen(Optional<TcpSocket> peer) {
        return peer.isPresent() && peer.get().open();
    }

    private static boolean isUnclosed(Optional<TcpSocket> own) {
        return own.isPresent() && own.get().isUnclosed();
    }

    /** The rows of both ends. */
    private static TcpTable.Rows read(TcpTable table, Collection<TcpEnds> ends) throws IOException {
        Set<TcpEnds> wanted = new HashSet<>(ends);
        ends.forEach(own -> wanted.add(own.reversed()));
        return table.read(wanted, Optional.empty());
    }

    /** Without the channels that are no TCP connections. */
    private static Map<SocketChannel, TcpEnds> ends(Collection<SocketChannel> channels) throws IOException {
        Map<SocketChannel, TcpEnds> ends = new HashMap<>();
        for (SocketChannel channel : channels) {
            Optional<TcpEnds> own = TcpEnds.of(channel);
            own.ifPresent(these -> ends.put(channel, these));
        }
        return ends;
    }

    private static TcpEnds ends(SocketChannel channel) throws IOException {
        return TcpEnds.of(channel).orElseThrow(() -> new IOException("not connected any more"));
    }
}
