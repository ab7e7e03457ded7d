package io.samehost.transport.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kernel's TCP sockets of this network namespace. Thread-safe. */
interface TcpTable {

    /**
     * Looks at the sockets of connections, and at those that listen.
     *
     * @param server the address of a server, to see the sockets of each family that would serve it: those bound to it, or
     *     to the wildcard where there are none of these
     */
    Rows read(Set<TcpEnds> wanted, Optional<InetSocketAddress> server) throws IOException;

    /** True if a look-up takes microseconds; otherwise it takes milliseconds, most of them for one as for many. */
    boolean isCheap();

    /**
     * Sockets, each as it was at some moment of the reading.
     *
     * @param connections without those that do not exist
     * @param listeners read before the connections of the same family
     */
    record Rows(Map<TcpEnds, TcpSocket> connections, List<TcpSocket> listeners) {

        /** The socket with these ends; empty if there is none. */
        Optional<TcpSocket> at(TcpEnds ends) {
            return Optional.ofNullable(connections.get(ends));
        }
    }
}
