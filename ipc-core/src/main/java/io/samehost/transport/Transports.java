package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.DescriptorAddress;
import io.samehost.address.ListenFailedException;
import io.samehost.address.TcpAddress;
import io.samehost.address.UnixAddress;
import io.samehost.transport.system.SocketBuffers;
import io.samehost.transport.unix.UnixProviders;
import io.samehost.transport.unix.UnixSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;

/**
 * Opens stream sockets of every family, and picks who opens them. The family asked for is never exchanged for another.
 *
 * <p>All methods may be called from any thread.
 */
public final class Transports {
    private Transports() {}

    /**
     * Begins, on a thread of its own, what the JDK does before the first AF_UNIX socket of a program, if this address is one:
     * it makes a secure random generator, which takes an eighth of a server's start. For programs whose start somebody waits
     * for; whoever needs a socket first waits for what is left.
     */
    public static void prepare(Address address) {
        if (address instanceof UnixAddress unix) {
            // The class opens a socket when it is loaded.
            Thread thread = new Thread(() -> UnixProviders.isForJdk(unix), "samehost-prepare");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Listens. The socket is the caller's to close.
     *
     * @throws ListenFailedException if the address cannot be served; nothing is left behind
     * @throws IllegalArgumentException for a datagram address, one of a descriptor, or a host that is not loopback
     */
    public static ListeningSocket listen(Address address, ListenOptions options) throws IOException {
        if (address instanceof UnixAddress unix) {
            UnixSockets sockets = UnixProviders.pick(unix)
                    .orElseThrow(() ->
                            new ListenFailedException(ListenFailedException.Reason.OTHER, UnixProviders.absence(unix)));
            return new UnixStreams(unix, sockets).listen(options);
        }
        return tcp(address).listen(options);
    }

    /**
     * Listens on a socket that others made. Its close gives it back and leaves it as it was.
     *
     * @throws IllegalArgumentException if it is TCP and not on loopback
     */
    public static ListeningSocket borrow(ServerSocketChannel channel) throws IOException {
        return new BorrowedSocket(
                channel, ChannelAddresses.of(channel), ChannelAddresses.provider(channel), channel.isBlocking());
    }

    /** {@link #borrow(ServerSocketChannel)} for the one that {@link InheritedSockets} has for this descriptor. */
    public static ListeningSocket borrow(ServerSocketChannel channel, DescriptorAddress address) throws IOException {
        return new BorrowedSocket(
                channel,
                ChannelAddresses.of(channel, address),
                ChannelAddresses.provider(channel),
                InheritedSockets.blocks(address));
    }

    /**
     * Connects; the channel is in blocking mode and the caller's to close. A TCP channel has no-delay set.
     *
     * @param timeoutNanos how long to wait for the server to take the connection, more than 0
     * @param socketBufferBytes SO_SNDBUF and SO_RCVBUF, 0 for what the system gives; the system may cap it ({@code
     *     net.core.wmem_max} and {@code net.core.rmem_max})
     * @throws ConnectFailedException if there is no connection; no channel is left open
     * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
     * @throws java.nio.channels.ClosedByInterruptException likewise
     * @throws IllegalArgumentException for a datagram address, a host that is not loopback, or a negative size
     */
    public static SocketChannel connect(Address address, long timeoutNanos, int socketBufferBytes) throws IOException {
        SocketBuffers.requireNotNegative(socketBufferBytes);
        ConnectDeadline deadline = new ConnectDeadline(timeoutNanos);
        if (address instanceof UnixAddress unix) {
            UnixSockets sockets = UnixProviders.pick(unix)
                    .orElseThrow(() -> new ConnectFailedException(
                            ConnectFailedException.Reason.OTHER, UnixProviders.absence(unix)));
            return new UnixStreams(unix, sockets).connect(deadline, socketBufferBytes);
        }
        if (address instanceof DescriptorAddress inherited) {
            return InheritedSockets.forClient(inherited);
        }
        return tcp(address).connect(deadline, socketBufferBytes);
    }

    /** {@link #connect(Address, long, int)} with the socket buffers that the system gives. */
    public static SocketChannel connect(Address address, long timeoutNanos) throws IOException {
        return connect(address, timeoutNanos, 0);
    }

    private static StreamFamily tcp(Address address) {
        if (address instanceof TcpAddress tcp) {
            return new TcpStreams(tcp);
        }
        throw new IllegalArgumentException(
                "datagram address where streams are served: address=" + address + ", use unix: or tcp:");
    }

    /**
     * Gives an accepted channel the options that {@link #connect} gives its own: socket buffers, and no-delay where it is
     * TCP.
     *
     * @param options those that its listening socket was opened with
     */
    public static void accepted(SocketChannel channel, ListenOptions options) throws IOException {
        SocketBuffers.set(channel, options.socketBufferBytes());
        if (channel.provider() == SelectorProvider.provider()
                && channel.getLocalAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, TcpStreams.NO_DELAY);
        }
    }

    /**
     * True if the channels of this address are the JDK's own. In blocking mode, others may not be used by virtual threads
     * while platform threads use them too: junixsocket makes the socket non-blocking while a virtual thread writes, and a
     * read that another thread begins then fails.
     */
    public static boolean areJdkChannels(Address address) {
        if (address instanceof DescriptorAddress inherited) {
            return InheritedSockets.isForJdk(inherited);
        }
        return !(address instanceof UnixAddress unix) || UnixProviders.isForJdk(unix);
    }

    /** The providers of AF_UNIX sockets on this machine: {@code jdk}, {@code junixsocket}, both or none. */
    public static List<String> unixProviders() {
        return UnixProviders.working();
    }
}
