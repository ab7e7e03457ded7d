package io.samehost.transport.unix;

import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Platform;
import io.samehost.transport.system.SocketBuffers;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFSocketChannel;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.AddressAlreadyInUseSocketException;
import org.newsclub.net.unix.ConnectionRefusedSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * AF_UNIX streams through junixsocket. Loading its native library takes tens of milliseconds, so nothing here may run on
 * the JDK's path.
 */
public final class JunixSockets implements UnixSockets {
    /** {@code sizeof(sun_path)} without the NUL at the end of a path, or the one at the start of an abstract name. */
    private static final int PATH_LIMIT_BYTES = Platform.IS_MAC ? 103 : 107;

    @Override
    public String provider() {
        return "junixsocket";
    }

    @Override
    public boolean work() {
        return AFSocket.isSupported() && AFSocket.supports(AFSocketCapability.CAPABILITY_UNIX_DOMAIN);
    }

    @Override
    public int pathLimitBytes() {
        return PATH_LIMIT_BYTES;
    }

    @Override
    public SocketAddress at(Path path) throws IOException {
        return AFUNIXSocketAddress.of(path.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public SocketAddress atAbstractName(String name) throws IOException {
        return AFUNIXSocketAddress.of(("\0" + name).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean bindReplacesFiles() {
        return true;
    }

    /**
     * Binds. By default junixsocket's bind moves away whatever has that path, a live server's socket and a regular
     * file included, and makes the socket writable for everybody. So a path may only be bound in a private directory.
     *
     * <p>Without reuse, bind first connects to see whether somebody serves the address. In blocking mode that waits
     * without limit, and cannot be interrupted, on a server whose backlog is full.
     */
    @Override
    public ServerSocketChannel bind(SocketAddress address, int backlog) throws IOException {
        AFUNIXServerSocketChannel channel = AFUNIXServerSocketChannel.open();
        try {
            channel.socket().setReuseAddress(false);
            channel.setDeleteOnClose(false);
            channel.configureBlocking(false);
            channel.bind(address, backlog);
            channel.configureBlocking(true);
            return movable(channel);
        } catch (AddressAlreadyInUseSocketException | SocketTimeoutException e) { // the latter: its backlog is full
            BindException inUse = new BindException("Address already in use");
            inUse.initCause(e);
            Closing.because(inUse, channel);
            throw inUse;
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    /**
     * A channel of the same socket that lets its file be renamed. The one that was bound checks in every accept that
     * the file still is where it was, and closes itself if not; one that is made from a descriptor does not.
     */
    private static AFUNIXServerSocketChannel movable(AFUNIXServerSocketChannel bound) throws IOException {
        AFUNIXServerSocketChannel channel =
                FileDescriptorCast.using(bound.getFileDescriptor()).as(AFUNIXServerSocketChannel.class);
        channel.setDeleteOnClose(false);
        // Both share the descriptor. The bound channel owns it: it alone closes it, if need be when it is collected.
        channel.socket().addCloseable(bound);
        return channel;
    }

    @Override
    public SocketChannel tryConnect(SocketAddress address, int socketBufferBytes) throws IOException {
        AFUNIXSocketChannel channel = AFUNIXSocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (!channel.connect(address)) {
                throw new SocketException("backlog is full");
            }
            channel.configureBlocking(true);
            SocketBuffers.set(channel, socketBufferBytes);
            return channel;
        } catch (ConnectionRefusedSocketException e) {
            ConnectException refused = new ConnectException("Connection refused");
            refused.initCause(e);
            Closing.because(refused, channel);
            throw refused;
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    /**
     * The process at the other end of a channel that junixsocket opened.
     *
     * @param uid unsigned
     * @param pid empty if the system does not say
     */
    public record Peer(int uid, OptionalInt pid) {}

    /** The process at the other end; empty if the system does not say, or if the channel is not junixsocket's. */
    public static Optional<Peer> peer(SocketChannel channel) throws IOException {
        if (!(channel instanceof AFUNIXSocketChannel unix)) {
            return Optional.empty();
        }
        AFUNIXSocketCredentials credentials = unix.getPeerCredentials();
        long uid = credentials.getUid();
        if (uid < 0) {
            return Optional.empty();
        }
        long pid = credentials.getPid();
        return Optional.of(new Peer((int) uid, pid > 0 ? OptionalInt.of((int) pid) : OptionalInt.empty()));
    }

    /** True if the other end of a channel that junixsocket opened has closed its socket. */
    public static boolean isHungUp(SocketChannel channel) {
        try {
            return channel instanceof AFSocketChannel<?> socket
                    && socket.socket().checkConnectionClosed();
        } catch (IOException e) {
            return true;
        }
    }
}
