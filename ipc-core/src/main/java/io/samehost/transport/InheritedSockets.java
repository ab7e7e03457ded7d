package io.samehost.transport;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.DescriptorAddress;
import io.samehost.address.ListenFailedException;
import io.samehost.transport.unix.JunixDescriptors;
import io.samehost.transport.unix.UnixProviders;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Sockets that this process was started with. The JDK takes the one on descriptor 0, by whatever other number it is called
 * too; all others are junixsocket's. Thread-safe.
 */
public final class InheritedSockets {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    /** Linux has this number. */
    private static final int O_NONBLOCK = 04000;

    /** Connections that somebody has: each is there once. By their inodes where the system tells, since numbers return. */
    private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

    private InheritedSockets() {}

    /**
     * Takes a socket to serve on.
     *
     * @return a {@link ServerSocketChannel}, which is not to be closed, or a {@link SocketChannel}, which is the caller's
     * @throws ListenFailedException if it is no stream socket
     */
    public static NetworkChannel forServer(DescriptorAddress address) throws IOException {
        try {
            return adopt(address);
        } catch (IOException e) {
            throw new ListenFailedException(ListenFailedException.Reason.OTHER, e.getMessage(), e);
        }
    }

    /**
     * Takes a connection to a server; it is the caller's to close.
     *
     * @throws ConnectFailedException if it is no connection
     */
    public static SocketChannel forClient(DescriptorAddress address) throws IOException {
        try {
            if (adopt(address) instanceof SocketChannel connection) {
                return connection;
            }
            throw new IOException(
                    "descriptor listens: address=" + address + ", pass this program a connection instead");
        } catch (IOException e) {
            throw new ConnectFailedException(ConnectFailedException.Reason.OTHER, e.getMessage(), e);
        }
    }

    private static NetworkChannel adopt(DescriptorAddress address) throws IOException {
        String identity = socketAt(address.number()).orElse(address.toString());
        NetworkChannel channel = isForJdk(address) ? byTheJdk(address) : byJunixsocket(address);
        if (channel instanceof SocketChannel && !TAKEN.add(identity)) {
            throw new IOException("connection is used already, or is gone: address=" + address
                    + ", it cannot be made again: start this program with another one");
        }
        return channel;
    }

    private static NetworkChannel byTheJdk(DescriptorAddress address) throws IOException {
        Channel channel = System.inheritedChannel();
        if (channel instanceof ServerSocketChannel listening) {
            return listening;
        }
        if (channel instanceof SocketChannel connection) {
            return connection;
        }
        throw unsuitable(address, null);
    }

    private static NetworkChannel byJunixsocket(DescriptorAddress address) throws IOException {
        if (UnixProviders.junixsocket().isEmpty()) {
            throw new IOException(UnixProviders.absence(address));
        }
        try {
            return JunixDescriptors.adopt(address.number());
        } catch (IOException e) {
            throw unsuitable(address, e);
        }
    }

    private static IOException unsuitable(DescriptorAddress address, IOException cause) {
        return new IOException(
                "descriptor is no stream socket: address=" + address
                        + ", start this program with a socket that listens, or a connection, as that descriptor",
                cause);
    }

    /** True if the JDK can take it, without native code of others. */
    static boolean isForJdk(DescriptorAddress address) {
        return address.number() == 0 || isSame(0, address.number());
    }

    /** True unless others have set the descriptor not to block, as far as the system tells. */
    static boolean blocks(DescriptorAddress address) {
        try (Stream<String> lines =
                Files.lines(OPEN_FILES.resolveSibling("fdinfo").resolve(Integer.toString(address.number())))) {
            return lines.filter(line -> line.startsWith("flags:"))
                    .noneMatch(line -> (Long.parseLong(line.substring(6).strip(), 8) & O_NONBLOCK) != 0);
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    /** True if two descriptors are known to be of one socket. */
    public static boolean isSame(int one, int other) {
        Optional<String> socket = socketAt(one);
        return socket.isPresent() && socket.equals(socketAt(other));
    }

    /** The socket that a descriptor is of; empty if it is of none, or if the system does not tell. */
    private static Optional<String> socketAt(int descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(OPEN_FILES.resolve(Integer.toString(descriptor))))
                    .map(Path::toString)
                    .filter(target -> target.startsWith("socket:"));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
