package io.samehost.transport;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.TcpAddress;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.SocketBuffers;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** TCP on loopback. A name may stand for several addresses: a client takes the first that answers. */
final class TcpStreams implements StreamFamily {
    private static final String PROVIDER = "jdk";

    /**
     * The value of TCP_NODELAY. On, unless {@code -Dsamehost.tcp.nodelay=false} leaves Nagle's algorithm at work: a
     * client that writes small messages then waits for the acknowledgement of the one before. Only for measuring that.
     */
    static final boolean NO_DELAY =
            !System.getProperty("samehost.tcp.nodelay", "true").equals("false");

    private final TcpAddress address;

    TcpStreams(TcpAddress address) {
        this.address = address;
    }

    @Override
    public ListeningSocket listen(ListenOptions options) throws IOException {
        return listen(address.resolve(), options);
    }

    /** Takes the first address that exists on this machine: if that is in use, the name is. */
    ListeningSocket listen(List<InetSocketAddress> candidates, ListenOptions options) throws IOException {
        Map<InetSocketAddress, IOException> failures = new LinkedHashMap<>();
        IOException last = null;
        for (InetSocketAddress candidate : candidates) {
            try {
                ServerSocketChannel channel = bind(candidate, options);
                int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                return new ListeningSocket(channel, new TcpAddress(address.host(), port), PROVIDER, () -> {});
            } catch (IOException e) {
                failures.put(candidate, e);
                last = e;
                if (LoopbackAddress.exists(candidate)) {
                    break;
                }
            }
        }
        throw withOthers(
                failures.values(),
                new ListenFailedException(
                        listenReason(last),
                        "cannot listen: address=" + address + " tried=" + words(failures)
                                + ", stop the server that has the port or use port 0",
                        failures.values().iterator().next()));
    }

    private static ServerSocketChannel bind(InetSocketAddress candidate, ListenOptions options) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            // A restarted server must not wait for its old connections to leave TIME_WAIT.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            // Before it listens: the window that a connection can ever have is agreed on when it is made.
            SocketBuffers.setReceiving(channel, options.socketBufferBytes());
            return channel.bind(candidate, options.backlog());
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    /** {@code BindException} is all the JDK says for a port in use, a port that is root's, and an unknown address. */
    private ListenFailedException.Reason listenReason(IOException failure) {
        if (!(failure instanceof BindException) || address.port() == 0) {
            return ListenFailedException.Reason.OTHER;
        }
        return PrivilegedPorts.isBarred(address.port())
                ? ListenFailedException.Reason.PERMISSION
                : ListenFailedException.Reason.IN_USE;
    }

    /** Each address gets an equal share of the time that is left, so that one that hangs leaves some for the next. */
    @Override
    public SocketChannel connect(ConnectDeadline deadline, int socketBufferBytes) throws IOException {
        Map<InetSocketAddress, IOException> failures = new LinkedHashMap<>();
        List<InetSocketAddress> candidates = address.resolve();
        for (InetSocketAddress candidate : candidates) {
            ConnectDeadline.requireNotInterrupted();
            long shareNanos = deadline.remainingNanos() / (candidates.size() - failures.size());
            try {
                return connect(candidate, new ConnectDeadline(Math.max(1, shareNanos)), socketBufferBytes);
            } catch (SocketException | SocketTimeoutException e) {
                failures.put(candidate, e);
            }
        }
        ConnectFailedException.Reason reason = connectReason(failures.values());
        String what = reason == ConnectFailedException.Reason.TIMED_OUT
                ? "no answer within " + deadline.timeout()
                : reason == ConnectFailedException.Reason.REFUSED ? "nobody listens" : "cannot connect";
        throw withOthers(
                failures.values(),
                new ConnectFailedException(
                        reason,
                        what + ": address=" + address + " tried=" + words(failures)
                                + ", start the server first or check the port",
                        failures.values().iterator().next()));
    }

    private static SocketChannel connect(InetSocketAddress candidate, ConnectDeadline deadline, int socketBufferBytes)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, NO_DELAY);
            SocketBuffers.set(channel, socketBufferBytes);
            channel.configureBlocking(false);
            // On loopback the other end mostly answers before connect returns, which says all the same that it is under
            // way.
            if (!channel.connect(candidate) && !channel.finishConnect()) {
                awaitConnection(channel, deadline);
            }
            if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
                // The port that was picked for our end is the one we asked for: TCP then connects to itself.
                throw new ConnectException("Connection refused (nobody but ourselves)");
            }
            channel.configureBlocking(true);
            return channel;
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    private static void awaitConnection(SocketChannel channel, ConnectDeadline deadline) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            while (!channel.finishConnect()) {
                if (deadline.isOver()) {
                    throw new SocketTimeoutException("timed out after " + deadline.timeout());
                }
                selector.select(1 + TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos()));
                ConnectDeadline.requireNotInterrupted();
            }
        }
    }

    private static ConnectFailedException.Reason connectReason(Collection<IOException> failures) {
        if (failures.stream().anyMatch(SocketTimeoutException.class::isInstance)) {
            return ConnectFailedException.Reason.TIMED_OUT;
        }
        return failures.stream().anyMatch(ConnectException.class::isInstance)
                ? ConnectFailedException.Reason.REFUSED
                : ConnectFailedException.Reason.OTHER;
    }

    private static String words(Map<InetSocketAddress, IOException> failures) {
        return failures.entrySet().stream()
                .map(failure ->
                        words(failure.getKey()) + " (" + failure.getValue().getMessage() + ")")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String words(InetSocketAddress candidate) {
        String host = candidate.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + candidate.getPort();
    }

    private static <E extends IOException> E withOthers(Collection<IOException> failures, E failed) {
        failures.stream().skip(1).forEach(failed::addSuppressed);
        return failed;
    }
}
