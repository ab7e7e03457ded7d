package io.samehost.transport.unix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.newsclub.net.unix.AFGenericSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Reads the addresses of junixsocket's channels. To it a TCP socket is one of a family that it does not know, with an address
 * as the kernel has it:
 *
 * <pre>
 * 0       2       4               8                               24
 * +-------+-------+---------------+-------------------------------+------
 * | family| port  | IPv4 address, or with IPv6: flow, then address | scope
 * +-------+-------+---------------+-------------------------------+------
 * </pre>
 *
 * The family is in the order of the machine, the port in that of the network.
 */
public final class JunixNames {
    /** Linux has this number. */
    private static final int AF_INET = 2;

    private static final int AF_INET6 = 10;
    private static final int IPV4_AT = 4;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_AT = 8;
    private static final int IPV6_BYTES = 16;

    private JunixNames() {}

    /** A name of an AF_UNIX socket. */
    public record UnixName(String text, boolean isAbstract) {}

    /** Empty if it is no address of AF_UNIX, or one without a name. */
    public static Optional<UnixName> unix(SocketAddress address) {
        if (!(address instanceof AFUNIXSocketAddress unix) || !(unix.hasFilename() || unix.isInAbstractNamespace())) {
            return Optional.empty();
        }
        byte[] bytes = unix.getPathAsBytes();
        boolean isAbstract = unix.isInAbstractNamespace();
        int from = isAbstract ? 1 : 0;
        return Optional.of(
                new UnixName(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8), isAbstract));
    }

    /** Empty if it is no address of TCP. */
    public static Optional<InetSocketAddress> tcp(SocketAddress address) throws IOException {
        if (!(address instanceof AFGenericSocketAddress generic)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(generic.toBytes());
        if (bytes.remaining() < IPV4_AT + IPV4_BYTES) {
            return Optional.empty();
        }
        int family = bytes.duplicate().order(ByteOrder.nativeOrder()).getShort();
        int port = Short.toUnsignedInt(bytes.getShort(2));
        if (family == AF_INET) {
            return Optional.of(new InetSocketAddress(host(bytes, IPV4_AT, IPV4_BYTES), port));
        }
        return family == AF_INET6 && bytes.remaining() >= IPV6_AT + IPV6_BYTES
                ? Optional.of(new InetSocketAddress(host(bytes, IPV6_AT, IPV6_BYTES), port))
                : Optional.empty();
    }

    private static InetAddress host(ByteBuffer bytes, int at, int length) throws IOException {
        byte[] host = new byte[length];
        bytes.get(at, host);
        return InetAddress.getByAddress(host);
    }

    /** The ends of a TCP connection that junixsocket has, ours first; empty if the channel is none, or the peer has gone. */
    public static Optional<InetSocketAddress[]> tcpEnds(SocketChannel channel) throws IOException {
        Optional<InetSocketAddress> local = tcp(channel.getLocalAddress());
        Optional<InetSocketAddress> remote = tcp(channel.getRemoteAddress());
        return local.isPresent() && remote.isPresent()
                ? Optional.of(new InetSocketAddress[] {local.get(), remote.get()})
                : Optional.empty();
    }
}
