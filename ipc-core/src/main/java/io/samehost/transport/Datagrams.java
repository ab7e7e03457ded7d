package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.UdpAddress;
import io.samehost.address.UnixDatagramAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Opens datagram sockets: UDP on loopback by the JDK, AF_UNIX by junixsocket.
 *
 * <p>Limits of one datagram. UDP: 65,507 bytes, what IPv4's length field leaves (the same is used for IPv6). AF_UNIX on
 * Linux: the sender's {@code SO_SNDBUF} less 32 bytes ({@code unix_dgram_sendmsg}), 212,960 with the usual {@code
 * net.core.wmem_default}; on other systems far less.
 */
public final class Datagrams {
    /** 65,535 less 20 bytes of IPv4 and 8 of UDP. */
    private static final int UDP_LIMIT_BYTES = 65_507;

    /**
     * Of a UDP socket, for what comes while its owner does something else: it is lost once this is full. Linux gives as
     * much as {@code net.core.rmem_max} allows, and counts some 768 bytes even for the smallest datagram.
     */
    private static final int UDP_RECEIVE_BUFFER_BYTES = 4 << 20;

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
            return bindUdp(udp);
        }
        UnixDatagramAddress unix = unix(address);
        JunixSockets sockets = UnixProviders.datagrams()
                .orElseThrow(() -> new ListenFailedException(ListenFailedException.Reason.OTHER, absence(unix)));
        Optional<String> tooLong = SocketFiles.lengthProblem(unix.path(), sockets);
        if (tooLong.isPresent()) {
            throw new ListenFailedException(ListenFailedException.Reason.PATH_TOO_LONG, tooLong.get());
        }
        return sockets.bindDatagrams(SocketFiles.path(unix.path()), options, unix);
    }

    /**
     * Opens a client's socket to a server. Nothing is sent; whether a UDP server is there shows with the first call only.
     *
     * @throws ConnectFailedException if there is no such server
     * @throws IllegalArgumentException for a stream address, or a host that is not loopback
     */
    public static DatagramPort connect(Address address) throws IOException {
        if (address instanceof UdpAddress udp) {
            return connectUdp(udp);
        }
        UnixDatagramAddress unix = unix(address);
        JunixSockets sockets = UnixProviders.datagrams()
                .orElseThrow(() -> new ConnectFailedException(ConnectFailedException.Reason.OTHER, absence(unix)));
        Optional<String> tooLong = SocketFiles.lengthProblem(unix.path(), sockets);
        if (tooLong.isPresent()) {
            throw new ConnectFailedException(ConnectFailedException.Reason.OTHER, tooLong.get());
        }
        try {
            return sockets.connectDatagrams(SocketFiles.path(unix.path()), unix);
        } catch (SocketException e) {
            throw connectFailure(address, e);
        }
    }

    /**
     * Whose sockets sent from these addresses to a UDP server, by one look at the kernel's table, which takes some 200
     * microseconds. It tells who has the ports now: look after the datagrams were received, and do not keep the answer.
     *
     * @return without those that have closed their sockets already, or of whom nobody can say
     */
    public static Map<SocketAddress, PeerCredentials> senders(Set<SocketAddress> from) {
        Map<SocketAddress, PeerCredentials> known = new HashMap<>();
        Map<Integer, String> names = new HashMap<>();
        LoopbackPeers.UdpTable table = LoopbackPeers.UdpTable.read();
        for (SocketAddress address : from) {
            // junixsocket's addresses are InetSocketAddresses too, but have no IP address.
            if (address instanceof InetSocketAddress udp && udp.getClass() == InetSocketAddress.class) {
                OptionalInt uid = table.uid(udp);
                if (uid.isPresent()) {
                    String name = names.computeIfAbsent(uid.getAsInt(), Users::nameOf);
                    known.put(address, new PeerCredentials(name, uid, OptionalInt.empty()));
                }
            }
        }
        return known;
    }

    /** What it means that sending to {@code address} or receiving from it failed. */
    public static ConnectFailedException connectFailure(Address address, IOException cause) {
        if (address instanceof UnixDatagramAddress unix) {
            return unixFailure(unix, cause);
        }
        ConnectFailedException.Reason reason = cause instanceof PortUnreachableException
                ? ConnectFailedException.Reason.REFUSED
                : ConnectFailedException.Reason.OTHER;
        return new ConnectFailedException(
                reason, "no answer: address=" + address + ", start the server first or check the port", cause);
    }

    private static ConnectFailedException unixFailure(UnixDatagramAddress unix, IOException cause) {
        ConnectFailedException.Reason reason = unixReason(SocketFiles.path(unix.path()), cause);
        String what = switch (reason) {
            case REFUSED -> "nobody receives: address=" + unix + ", start the server first";
            case MISSING -> "no such socket file: address=" + unix + ", start the server first or check the path";
            case PERMISSION -> "no permission to send: address=" + unix + ", ask the owner of the socket file";
            default ->
                "cannot send datagrams: address=" + unix + " cause=" + cause.getMessage() + ", use unix: for streams";
        };
        return new ConnectFailedException(reason, what, cause);
    }

    private static ConnectFailedException.Reason unixReason(Path path, IOException cause) {
        if (JunixSockets.isRefused(cause)) {
            return ConnectFailedException.Reason.REFUSED;
        }
        try {
            if (FileKind.of(path).isEmpty()) {
                return ConnectFailedException.Reason.MISSING;
            }
        } catch (AccessDeniedException e) {
            return ConnectFailedException.Reason.PERMISSION;
        } catch (IOException e) {
            return ConnectFailedException.Reason.OTHER;
        }
        return Files.isWritable(path) ? ConnectFailedException.Reason.OTHER : ConnectFailedException.Reason.PERMISSION;
    }

    private static UnixDatagramAddress unix(Address address) {
        if (address instanceof UnixDatagramAddress unix) {
            return unix;
        }
        throw new IllegalArgumentException(
                "stream address where datagrams are served: address=" + address + ", use udp: or unixgram:");
    }

    private static String absence(UnixDatagramAddress address) {
        return "junixsocket does not work here and nobody else has AF_UNIX datagrams: address=" + address
                + ", use udp: or unix:";
    }

    private static DatagramPort bindUdp(UdpAddress address) throws IOException {
        IOException first = null;
        for (InetSocketAddress candidate : address.resolve()) {
            DatagramChannel channel = DatagramChannel.open();
            try {
                channel.bind(candidate);
                int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                return udp(channel, new UdpAddress(address.host(), port));
            } catch (IOException e) {
                Closing.because(e, channel);
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        boolean privileged = Platform.needsPrivilege(address.port());
        throw new ListenFailedException(
                privileged ? ListenFailedException.Reason.PERMISSION : ListenFailedException.Reason.IN_USE,
                "cannot bind: address=" + address + ", stop the server that has the port or use port 0",
                first);
    }

    /** The first address of the name, as a server binds it: nothing tells whether anybody is there. */
    private static DatagramPort connectUdp(UdpAddress address) throws IOException {
        InetSocketAddress server = address.resolve().get(0);
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.connect(server);
            return udp(channel, address);
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    private static DatagramPort udp(DatagramChannel channel, UdpAddress address) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, UDP_RECEIVE_BUFFER_BYTES);
        DatagramPort.Sender sender = new DatagramPort.Sender() {
            @Override
            public int send(ByteBuffer datagram, SocketAddress to) throws IOException {
                return channel.send(datagram, to);
            }

            @Override
            public SocketAddress replyTo(SocketAddress from) {
                return from;
            }
        };
        return new DatagramPort(channel, sender, address, "jdk", UDP_LIMIT_BYTES, () -> {});
    }
}
