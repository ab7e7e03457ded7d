package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.TcpAddress;
import io.samehost.address.UnixAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
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
     * Listens. The socket is the caller's to close.
     *
     * @throws ListenFailedException if the address cannot be served; nothing is left behind
     * @throws IllegalArgumentException for a datagram address, or a host that is not loopback
     */
    public static ListeningSocket listen(Address address, ListenOptions options) throws IOException {
        if (address instanceof UnixAddress unix) {
            UnixSockets sockets = UnixProviders.pick(unix)
                    .orElseThrow(() ->
                            new ListenFailedException(ListenFailedException.Reason.OTHER, UnixProviders.absence(unix)));
            return new UnixTransport(unix, sockets).listen(options);
        }
        return tcp(address).listen(options);
    }

    /**
     * Connects; the channel is in blocking mode and the caller's to close. A TCP channel has no-delay set.
     *
     * @param timeoutNanos how long to wait for the server to take the connection, more than 0
     * @throws ConnectFailedException if there is no connection; no channel is left open
     * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
     * @throws java.nio.channels.ClosedByInterruptException likewise
     * @throws IllegalArgumentException for a datagram address, or a host that is not loopback
     */
    public static SocketChannel connect(Address address, long timeoutNanos) throws IOException {
        Deadline deadline = new Deadline(timeoutNanos);
        if (address instanceof UnixAddress unix) {
            UnixSockets sockets = UnixProviders.pick(unix)
                    .orElseThrow(() -> new ConnectFailedException(
                            ConnectFailedException.Reason.OTHER, UnixProviders.absence(unix)));
            return new UnixTransport(unix, sockets).connect(deadline);
        }
        return tcp(address).connect(deadline);
    }

    private static Transport tcp(Address address) {
        if (address instanceof TcpAddress tcp) {
            return new TcpTransport(tcp);
        }
        throw new IllegalArgumentException(
                "datagram address where streams are served: address=" + address + ", use unix: or tcp:");
    }

    /** Gives an accepted channel the options that {@link #connect} gives its own: no-delay where it is TCP. */
    public static void accepted(SocketChannel channel) throws IOException {
        if (channel.provider() == SelectorProvider.provider()
                && channel.getLocalAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, TcpTransport.NO_DELAY);
        }
    }

    /**
     * True if the channels of this address are the JDK's own. In blocking mode, others may not be used by virtual threads
     * while platform threads use them too: junixsocket makes the socket non-blocking while a virtual thread writes, and a
     * read that another thread begins then fails.
     */
    public static boolean areJdkChannels(Address address) {
        return !(address instanceof UnixAddress unix) || UnixProviders.isForJdk(unix);
    }

    /** Who can open AF_UNIX sockets on this machine: {@code jdk}, {@code junixsocket}, both or nobody. */
    public static List<String> unixProviders() {
        return UnixProviders.working();
    }
}
