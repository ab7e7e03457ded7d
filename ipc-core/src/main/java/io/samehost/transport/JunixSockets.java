package io.samehost.transport;

import io.samehost.address.UnixDatagramAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.AddressAlreadyInUseSocketException;
import org.newsclub.net.unix.ConnectionRefusedSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * AF_UNIX through junixsocket, and the only class that touches it: loading its native library takes tens of
 * milliseconds, so nothing here may run on the JDK's path.
 */
final class JunixSockets implements UnixSockets {
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

    /** Who is at the other end of a channel that junixsocket opened; empty if the system does not say. */
    static Optional<PeerCredentials> peer(SocketChannel channel) throws IOException {
        if (!(channel instanceof AFUNIXSocketChannel unix)) {
            return Optional.empty();
        }
        AFUNIXSocketCredentials credentials = unix.getPeerCredentials();
        long uid = credentials.getUid();
        if (uid < 0) {
            return Optional.empty();
        }
        long pid = credentials.getPid();
        return Optional.of(new PeerCredentials(
                Users.nameOf((int) uid),
                OptionalInt.of((int) uid),
                pid > 0 ? OptionalInt.of((int) pid) : OptionalInt.empty()));
    }

    /** Whether the other end of a channel that junixsocket opened has closed its socket. */
    static boolean isHungUp(SocketChannel channel) {
        try {
            return channel instanceof AFUNIXSocketChannel unix && unix.socket().checkConnectionClosed();
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether a datagram found nobody at its address. */
    static boolean isRefused(IOException failure) {
        return failure instanceof ConnectionRefusedSocketException;
    }

    /** Takes a path for a server's datagram socket. */
    DatagramPort bindDatagrams(Path path, ListenOptions options, UnixDatagramAddress address) throws IOException {
        SocketFiles.Bound<AFUNIXDatagramChannel> bound =
                SocketFiles.bind(path, options, this, JunixSockets::bindDatagrams);
        try {
            Replies replies = new Replies(bound.channel());
            Closeable files = () -> Closing.all(replies, bound.file());
            int limitBytes = datagramLimitBytes(bound.channel());
            return new DatagramPort(bound.channel(), replies, address, provider(), limitBytes, files);
        } catch (IOException | RuntimeException e) {
            Closing.because(e, bound.channel(), bound.file());
            throw e;
        }
    }

    /** In a private directory: what is there would be replaced. */
    private static AFUNIXDatagramChannel bindDatagrams(SocketAddress address) throws IOException {
        AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open();
        try {
            channel.setDeleteOnClose(false);
            channel.bind(address);
            return channel;
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    /**
     * A client's port. To be answered it needs a name of its own: on Linux a random abstract one, which needs no file,
     * and which a server under another user can reach too. That anybody else can send to it does no harm: a connected
     * datagram socket takes nothing but its server's.
     */
    DatagramPort connectDatagrams(Path server, UnixDatagramAddress address) throws IOException {
        AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open();
        Closeable name = () -> {};
        try {
            if (Platform.IS_LINUX) {
                channel.bind(atAbstractName("samehost-" + UUID.randomUUID()));
            } else {
                PrivateDirectory directory =
                        PrivateDirectory.beside(Path.of(System.getProperty("java.io.tmpdir"), "s"), PATH_LIMIT_BYTES);
                name = directory;
                channel.bind(at(directory.socket()));
            }
            channel.connect(at(server));
            return new DatagramPort(
                    channel, new Replies(channel), address, provider(), datagramLimitBytes(channel), name);
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel, name);
            throw e;
        }
    }

    /** {@code unix_dgram_sendmsg} in Linux refuses what is longer than the send buffer less 32 bytes. */
    private static int datagramLimitBytes(AFUNIXDatagramChannel channel) throws IOException {
        return channel.getOption(StandardSocketOptions.SO_SNDBUF) - 32;
    }

    /**
     * Sends through a duplicate of a channel's descriptor: when nobody is there any more to be answered, junixsocket
     * closes the descriptor that the answer was sent through, which must not be the one that the server receives on.
     */
    private static final class Replies implements DatagramPort.Sender, Closeable {
        private final AFUNIXDatagramChannel channel;

        /** Guarded by this. */
        private Optional<AFUNIXDatagramChannel> duplicate = Optional.empty();

        /** Guarded by this. */
        private boolean closed;

        Replies(AFUNIXDatagramChannel channel) {
            this.channel = channel;
        }

        @Override
        public synchronized int send(ByteBuffer datagram, SocketAddress to) throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
            if (duplicate.isEmpty()) {
                AFUNIXDatagramChannel fresh = FileDescriptorCast.duplicating(channel.getFileDescriptor())
                        .as(AFUNIXDatagramChannel.class);
                fresh.setDeleteOnClose(false);
                fresh.setShutdownOnClose(false); // it would shut down the one that we receive on, too
                fresh.configureBlocking(false);
                duplicate = Optional.of(fresh);
            }
            try {
                return duplicate.get().send(datagram, to);
            } catch (IOException e) {
                Closing.because(e, duplicate.get());
                duplicate = Optional.empty();
                throw e;
            }
        }

        /** junixsocket 2.11.1 gives an abstract name with NULs behind it, up to 107 bytes, which is another name. */
        @Override
        public SocketAddress replyTo(SocketAddress from) throws IOException {
            byte[] name = ((AFUNIXSocketAddress) from).getPathAsBytes();
            int end = name.length;
            while (end > 0 && name[end - 1] == 0) {
                end--;
            }
            if (end == 0) {
                return null; // bound to nothing
            }
            return end == name.length ? from : AFUNIXSocketAddress.of(Arrays.copyOf(name, end));
        }

        @Override
        public synchronized void close() throws IOException {
            closed = true;
            if (duplicate.isPresent()) {
                duplicate.get().close();
            }
        }
    }
}
