package io.samehost.transport;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.UnixDatagramAddress;
import io.samehost.transport.files.FileKind;
import io.samehost.transport.files.PrivateDirectory;
import io.samehost.transport.files.SocketFiles;
import io.samehost.transport.files.SocketOwner;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Platform;
import io.samehost.transport.system.Users;
import io.samehost.transport.unix.JunixDatagrams;
import io.samehost.transport.unix.UnixProviders;
import io.samehost.transport.unix.UnixSockets;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;

/** Datagrams over AF_UNIX, by junixsocket. */
final class UnixDatagrams {
    private static final long NO_ROOM_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private UnixDatagrams() {}

    static DatagramPort bind(UnixDatagramAddress address, ListenOptions options) throws IOException {
        UnixSockets sockets = UnixProviders.junixsocket()
                .orElseThrow(() ->
                        new ListenFailedException(ListenFailedException.Reason.OTHER, UnixProviders.absence(address)));
        Optional<String> tooLong = SocketFiles.lengthProblem(address.path(), sockets);
        if (tooLong.isPresent()) {
            throw new ListenFailedException(ListenFailedException.Reason.PATH_TOO_LONG, tooLong.get());
        }
        SocketFiles.Bound<JunixDatagrams> bound = SocketFiles.bind(
                SocketFiles.path(address.path()), options.socketFileMode(), sockets, JunixDatagrams::bind);
        try {
            return port(bound.channel(), address, sockets, Optional.empty(), bound.file());
        } catch (IOException | RuntimeException e) {
            Closing.because(e, bound.channel(), bound.file());
            throw e;
        }
    }

    static DatagramPort connect(UnixDatagramAddress address) throws IOException {
        UnixSockets sockets = UnixProviders.junixsocket()
                .orElseThrow(() -> new ConnectFailedException(
                        ConnectFailedException.Reason.OTHER, UnixProviders.absence(address)));
        Optional<String> tooLong = SocketFiles.lengthProblem(address.path(), sockets);
        if (tooLong.isPresent()) {
            throw new ConnectFailedException(ConnectFailedException.Reason.OTHER, tooLong.get());
        }
        try {
            return connect(address, sockets);
        } catch (SocketException e) {
            ConnectFailedException failed = failure(address, e);
            if (failed.reason() != ConnectFailedException.Reason.OTHER) {
                throw failed;
            }
        }
        // A server that starts may have put its file there in this very moment.
        try {
            return connect(address, sockets);
        } catch (SocketException e) {
            throw failure(address, e);
        }
    }

    static void tell(String name, byte[] message) throws IOException {
        UnixSockets sockets =
                UnixProviders.junixsocket().orElseThrow(() -> new IOException("junixsocket does not work here"));
        SocketAddress to = name.startsWith("@") ? sockets.atAbstractName(name.substring(1)) : sockets.at(Path.of(name));
        try (JunixDatagrams socket = JunixDatagrams.open()) {
            socket.channel().configureBlocking(false);
            long beganNanos = System.nanoTime();
            while (socket.channel().send(ByteBuffer.wrap(message), to) == 0) {
                if (System.nanoTime() - beganNanos > NO_ROOM_NANOS) {
                    throw new IOException("receiver has no room");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /**
     * A client's port. To be answered it needs a name of its own: on Linux a random abstract one, which needs no file,
     * and which a server under another user can reach too. That anybody else can send to it does no harm: a connected
     * datagram socket takes nothing but its server's.
     */
    private static DatagramPort connect(UnixDatagramAddress address, UnixSockets sockets) throws IOException {
        JunixDatagrams socket = JunixDatagrams.open();
        Closeable name = () -> {};
        try {
            if (Platform.IS_LINUX) {
                socket.channel().bind(sockets.atAbstractName(JunixDatagrams.unusedName()));
            } else {
                Path place = Path.of(System.getProperty("java.io.tmpdir"), JunixDatagrams.unusedName());
                PrivateDirectory directory = PrivateDirectory.beside(place, sockets.pathLimitBytes());
                name = directory;
                socket.channel().bind(sockets.at(directory.socket()));
            }
            Path server = steady(SocketFiles.path(address.path()), sockets);
            socket.channel().connect(sockets.at(server));
            return port(socket, address, sockets, owner(server), name);
        } catch (IOException | RuntimeException e) {
            Closing.because(e, socket, name);
            throw e;
        }
    }

    /**
     * The path to connect to: one whose links are resolved, since a link could lead elsewhere a moment later. A path
     * without links is left as it is, as a relative one may be short where an absolute one is too long for a socket.
     */
    private static Path steady(Path path, UnixSockets sockets) {
        try {
            Path real = path.toRealPath();
            boolean stays = withoutLinks(path).isPresent()
                    || SocketFiles.lengthProblem(real.toString(), sockets).isPresent();
            return stays ? path : real;
        } catch (IOException e) {
            return path; // nothing is there, as connecting will tell
        }
    }

    /** The same path, absolute; empty if there is a link on the way. */
    private static Optional<Path> withoutLinks(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        boolean goesUp = StreamSupport.stream(absolute.spliterator(), false)
                .anyMatch(name -> name.toString().equals(".."));
        return Optional.of(goesUp ? absolute : absolute.normalize()).filter(path.toRealPath()::equals);
    }

    /** The user whose socket was connected to; empty if the path has links, or others may change what it leads to. */
    private static Optional<PeerCredentials> owner(Path path) {
        try {
            Optional<Path> absolute = withoutLinks(path);
            OptionalInt uid = absolute.isPresent() ? SocketOwner.uidOf(absolute.get()) : OptionalInt.empty();
            return uid.isEmpty() || !Users.isSomebody(uid.getAsInt())
                    ? Optional.empty()
                    : Optional.of(new PeerCredentials(Users.nameOf(uid.getAsInt()), uid, OptionalInt.empty()));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty(); // the file is gone again, or this system has no such attributes
        }
    }

    private static DatagramPort port(
            JunixDatagrams socket,
            UnixDatagramAddress address,
            UnixSockets sockets,
            Optional<PeerCredentials> server,
            Closeable files)
            throws IOException {
        DatagramPort.Sender sender = new DatagramPort.Sender() {
            @Override
            public int send(ByteBuffer datagram, SocketAddress to) throws IOException {
                return socket.send(datagram, to);
            }

            @Override
            public SocketAddress replyTo(SocketAddress from) throws IOException {
                return JunixDatagrams.replyTo(from);
            }
        };
        return new DatagramPort(
                socket.channel(),
                sender,
                address,
                sockets.provider(),
                socket.limitBytes(),
                server,
                () -> Closing.all(socket, files));
    }

    /** The meaning of a failure to send to {@code address} or to receive from it. */
    static ConnectFailedException failure(UnixDatagramAddress address, IOException cause) {
        ConnectFailedException.Reason reason = reasonOf(SocketFiles.path(address.path()), cause);
        String what = switch (reason) {
            case REFUSED -> "nobody receives: address=" + address + ", start the server first";
            case MISSING -> "no such socket file: address=" + address + ", start the server first or check the path";
            case PERMISSION -> "no permission to send: address=" + address + ", ask the owner of the socket file";
            default ->
                "cannot send datagrams: address=" + address + " cause=" + cause.getMessage()
                        + ", use unix: for streams";
        };
        return new ConnectFailedException(reason, what, cause);
    }

    private static ConnectFailedException.Reason reasonOf(Path path, IOException cause) {
        if (JunixDatagrams.isRefused(cause)) {
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
}
