package io.samehost.transport.files;

import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Users;
import io.samehost.transport.unix.UnixSockets;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides about socket files, alone: who may have a path, and what is stale.
 *
 * <p>A path is taken in this order. A lock beside it ({@link SocketLock}) settles which of several starters goes on. The
 * path is cleared only of a socket that nobody answers on. Then the new socket gets there with its mode ({@link
 * SocketPlace}).
 */
public final class SocketFiles {
    private SocketFiles() {}

    /** A socket that is served, and its file. */
    public record Bound<C extends Closeable>(C channel, SocketFile file) {}

    /** Makes a socket at an address. */
    public interface Binding<C extends Closeable> {
        C bind(SocketAddress address) throws IOException;
    }

    /**
     * The path of that name.
     *
     * @throws IllegalArgumentException if this JVM's locale has no way to write it
     */
    public static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "path cannot be written in this locale: path=" + name + ", set LC_ALL=C.UTF-8", e);
        }
    }

    /** The fault in the length of a path or abstract name; empty if it fits. */
    public static Optional<String> lengthProblem(String name, UnixSockets sockets) {
        int lengthBytes = name.getBytes(StandardCharsets.UTF_8).length;
        int limitBytes = sockets.pathLimitBytes();
        if (lengthBytes <= limitBytes) {
            return Optional.empty();
        }
        return Optional.of("socket path is too long: path=" + name + " length=" + lengthBytes + " bytes limit="
                + limitBytes + " bytes provider=" + sockets.provider() + ", choose a shorter path");
    }

    /**
     * Takes the path for a socket of any type.
     *
     * @param mode permission bits of the file
     * @throws ListenFailedException if the path is in use or cannot be used
     */
    public static <C extends Closeable> Bound<C> bind(Path path, int mode, UnixSockets sockets, Binding<C> binding)
            throws IOException {
        requireDirectory(path);
        try {
            SocketLock lock = SocketLock.acquire(path);
            try {
                removeStale(path, sockets);
                return SocketPlace.bind(path, mode, sockets, binding, lock);
            } catch (IOException | RuntimeException e) {
                Closing.because(e, lock);
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new ListenFailedException(
                    Reason.PERMISSION,
                    "no permission to make a socket: path=" + path + " denied=" + e.getFile()
                            + ", choose a directory of your own",
                    e);
        } catch (ListenFailedException e) {
            throw e;
        } catch (IOException e) { // a full disk, a read-only file system
            throw new ListenFailedException(
                    Reason.OTHER,
                    "cannot make a socket: path=" + path + " cause=" + e.getMessage() + ", choose another directory",
                    e);
        }
    }

    private static void requireDirectory(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null || path.getFileName().toString().isEmpty()) {
            throw notASocket(path, FileKind.DIRECTORY);
        }
        if (!Files.isDirectory(parent)) {
            throw new ListenFailedException(
                    Reason.NO_DIRECTORY,
                    "no directory for the socket: path=" + path + " directory=" + parent + ", create it first");
        }
    }

    private static void removeStale(Path path, UnixSockets sockets) throws IOException {
        Optional<FileIdentity> found = FileIdentity.of(path);
        Optional<FileKind> kind = FileKind.of(path, LinkOption.NOFOLLOW_LINKS);
        if (found.isEmpty() || kind.isEmpty()) {
            return;
        }
        if (kind.get() != FileKind.SOCKET) {
            throw notASocket(path, kind.get());
        }
        if (isServed(path, sockets)) {
            throw inUse(
                    path,
                    UnixSocketTable.listener(path).map(pid -> "pid " + pid).orElse("another program"));
        }
        requireOwn(path);
        if (FileIdentity.of(path).equals(found)) {
            Files.deleteIfExists(path);
        }
    }

    /** Nothing that is another user's is ever removed, though root could. */
    private static void requireOwn(Path path) throws IOException {
        int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!Users.ownUid().equals(OptionalInt.of(owner))) {
            throw new ListenFailedException(
                    Reason.PERMISSION,
                    "a socket of another user is in the way: path=" + path + " user=" + Users.nameOf(owner)
                            + ", remove it or choose another path");
        }
    }

    /**
     * Only a refusal proves that nobody is there: a full backlog and a live datagram socket fail differently. A datagram
     * socket that is gone refuses too, so the question serves both types.
     */
    private static boolean isServed(Path path, UnixSockets sockets) {
        try {
            sockets.tryConnect(sockets.at(path), 0).close();
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    static ListenFailedException inUse(Path path, String by) {
        return new ListenFailedException(
                Reason.IN_USE,
                "address is in use by " + by + ": path=" + path + ", stop that server or choose another path");
    }

    private static ListenFailedException notASocket(Path path, FileKind kind) {
        return new ListenFailedException(
                Reason.NOT_A_SOCKET,
                "something else is in the way: path=" + path + " is=" + kind + ", move it or choose another path");
    }
}
