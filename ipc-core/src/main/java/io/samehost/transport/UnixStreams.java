package io.samehost.transport;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.address.UnixAddress;
import io.samehost.transport.files.FileKind;
import io.samehost.transport.files.SocketFiles;
import io.samehost.transport.files.UnixSocketTable;
import io.samehost.transport.unix.UnixSockets;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** AF_UNIX streams, whoever opens them: paths and abstract names. */
final class UnixStreams implements StreamFamily {
    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    private final UnixAddress address;
    private final UnixSockets sockets;

    UnixStreams(UnixAddress address, UnixSockets sockets) {
        this.address = address;
        this.sockets = sockets;
    }

    @Override
    public ListeningSocket listen(ListenOptions options) throws IOException {
        Optional<String> tooLong = SocketFiles.lengthProblem(address.name(), sockets);
        if (tooLong.isPresent()) {
            throw new ListenFailedException(Reason.PATH_TOO_LONG, tooLong.get());
        }
        if (address.isAbstract()) {
            return new ListeningSocket(bindAbstract(options), address, sockets.provider(), () -> {});
        }
        SocketFiles.Bound<ServerSocketChannel> bound = SocketFiles.bind(
                SocketFiles.path(address.name()),
                options.socketFileMode(),
                sockets,
                place -> sockets.bind(place, options.backlog()));
        return new ListeningSocket(bound.channel(), address, sockets.provider(), bound.file()::hide, bound.file());
    }

    private ServerSocketChannel bindAbstract(ListenOptions options) throws IOException {
        try {
            return sockets.bind(sockets.atAbstractName(address.name()), options.backlog());
        } catch (BindException e) {
            String by = UnixSocketTable.listener(address.name())
                    .map(pid -> "pid " + pid)
                    .orElse("another program");
            throw new ListenFailedException(
                    Reason.IN_USE,
                    "address is in use by " + by + ": name=@" + address.name()
                            + ", stop that server or choose another name",
                    e);
        }
    }

    /** Tries again and again: the kernel offers to wait for a place in the backlog without limit, or not at all. */
    @Override
    public SocketChannel connect(ConnectDeadline deadline, int socketBufferBytes) throws IOException {
        Optional<String> tooLong = SocketFiles.lengthProblem(address.name(), sockets);
        if (tooLong.isPresent()) {
            throw new ConnectFailedException(ConnectFailedException.Reason.OTHER, tooLong.get());
        }
        SocketAddress target = address.isAbstract()
                ? sockets.atAbstractName(address.name())
                : sockets.at(SocketFiles.path(address.name()));
        long pauseNanos = FIRST_PAUSE_NANOS;
        while (true) {
            ConnectDeadline.requireNotInterrupted();
            try {
                return sockets.tryConnect(target, socketBufferBytes);
            } catch (ConnectException e) {
                throw refused(e);
            } catch (SocketException e) {
                Optional<ConnectFailedException> hopeless = whyHopeless(e);
                if (hopeless.isPresent()) {
                    throw hopeless.get();
                }
                if (deadline.isOver()) {
                    throw timedOut(deadline, e);
                }
            }
            deadline.pause(pauseNanos);
            pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        }
    }

    /**
     * Why no connect will succeed, by what the file system says: the JDK tells a missing file, a lack of permission and
     * a full backlog apart in words only. Empty if the backlog is full.
     */
    private Optional<ConnectFailedException> whyHopeless(SocketException cause) {
        if (address.isAbstract()) {
            return Optional.empty();
        }
        Path path = SocketFiles.path(address.name());
        try {
            if (FileKind.of(path).isEmpty()) {
                return Optional.of(missing(cause));
            }
        } catch (AccessDeniedException e) {
            return Optional.of(denied(cause));
        } catch (FileSystemException e) {
            return Optional.of(missing(cause)); // something on the way is no directory, or links go round in circles
        } catch (IOException e) {
            return Optional.of(failed(ConnectFailedException.Reason.OTHER, "connect failed", "see the cause", e));
        }
        if (!Files.isWritable(path)) {
            return Optional.of(denied(cause));
        }
        return UnixSocketTable.isOtherThanStream(path)
                ? Optional.of(failed(
                        ConnectFailedException.Reason.OTHER,
                        "not a stream socket",
                        "use unixgram: for datagrams",
                        cause))
                : Optional.empty();
    }

    private ConnectFailedException refused(ConnectException cause) {
        String fix = address.isAbstract() ? "start the server first" : whyRefused(SocketFiles.path(address.name()));
        return failed(ConnectFailedException.Reason.REFUSED, "nobody listens", fix, cause);
    }

    /** The kernel refuses in the same words whether a server is gone or the file never was a socket. */
    private static String whyRefused(Path path) {
        try {
            Optional<FileKind> kind = FileKind.of(path);
            return kind.isEmpty() || kind.get() == FileKind.SOCKET
                    ? "start the server first"
                    : "that is a " + kind.get() + " and no socket";
        } catch (IOException e) {
            return "start the server first";
        }
    }

    private ConnectFailedException missing(SocketException cause) {
        return failed(
                ConnectFailedException.Reason.MISSING,
                "no such socket file",
                "start the server first or check the path",
                cause);
    }

    private ConnectFailedException denied(SocketException cause) {
        return failed(
                ConnectFailedException.Reason.PERMISSION,
                "no permission to connect",
                "ask the owner of the socket file",
                cause);
    }

    private ConnectFailedException timedOut(ConnectDeadline deadline, SocketException cause) {
        return failed(
                ConnectFailedException.Reason.TIMED_OUT,
                "server takes no connection within " + deadline.timeout(),
                "it may be stuck or overloaded",
                cause);
    }

    private ConnectFailedException failed(
            ConnectFailedException.Reason reason, String what, String fix, IOException cause) {
        return new ConnectFailedException(reason, what + ": address=" + address + ", " + fix, cause);
    }
}
