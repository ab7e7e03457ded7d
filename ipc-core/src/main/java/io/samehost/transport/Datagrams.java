package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.UdpAddress;
import io.samehost.address.UnixDatagramAddress;
import java.io.IOException;

/**
 * Opens datagram sockets: UDP on loopback by the JDK, AF_UNIX by junixsocket.
 *
 * <p>Limits of one datagram. UDP: 65,507 bytes, what IPv4's length field leaves (the same is used for IPv6). AF_UNIX on
 * Linux: the sender's {@code SO_SNDBUF} less 32 bytes ({@code unix_dgram_sendmsg}), 212,960 with the usual {@code
 * net.core.wmem_default}; on other systems far less.
 */
public final class Datagrams {
    private Datagrams() {}

    public static boolean isDatagram(Address address) {
        return address instanceof UdpAddress || address instanceof UnixDatagramAddress;
    }

    /**
     * Binds a server's socket, which is the caller's to close.
     *
     * @throws ListenFailedException if the address cannot be served; nothing is left behind
     * @throws IllegalArgumentException for a stream address, or a host that is not loopback
     */
    public static DatagramPort bind(Address address, ListenOptions options) throws IOException {
        if (address instanceof UdpAddress udp) {
            return UdpDatagrams.bind(udp);
        }
        return UnixDatagrams.bind(unix(address), options);
    }

    /**
     * Opens a client's socket to a server. Nothing is sent; whether a UDP server is there shows with the first call only.
     *
     * @throws ConnectFailedException if there is no such server
     * @throws IllegalArgumentException for a stream address, or a host that is not loopback
     */
    public static DatagramPort connect(Address address) throws IOException {
        if (address instanceof UdpAddress udp) {
            return UdpDatagrams.connect(udp);
        }
        return UnixDatagrams.connect(unix(address));
    }

    /**
     * Sends one datagram to an AF_UNIX socket from one without a name, which cannot be answered. Waits a while where there is
     * no room.
     *
     * @param name a path, or an abstract name that begins with {@code @}
     */
    public static void tell(String name, byte[] message) throws IOException {
        UnixDatagrams.tell(name, message);
    }

    /** The meaning of a failure to send to {@code address} or to receive from it. */
    public static ConnectFailedException connectFailure(Address address, IOException cause) {
        if (address instanceof UnixDatagramAddress unix) {
            return UnixDatagrams.failure(unix, cause);
        }
        return UdpDatagrams.failure((UdpAddress) address, cause);
    }

    private static UnixDatagramAddress unix(Address address) {
        if (address instanceof UnixDatagramAddress unix) {
            return unix;
        }
        throw new IllegalArgumentException(
                "stream address where datagrams are served: address=" + address + ", use udp: or unixgram:");
    }
}
