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
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Decides about socket files, alone: who may have a path, what is stale, which mode it has, how it gets into place.
 *
 * <p>A path is taken in this order. A lock beside it ({@link SocketLock}) settles which of several starters goes on. The
 * path is cleared only of a socket that nobody answers on. The new socket is bound out of sight ({@link
 * PrivateDirectory}), given its mode, and linked into place, which fails rather than replace something.
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
                return bindLocked(path, mode, sockets, binding, lock);
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

    private static <C extends Closeable> Bound<C> bindLocked(
            Path path, int mode, UnixSockets sockets, Binding<C> binding, SocketLock lock) throws IOException {
        C channel = null;
        SocketFile file = null;
        try (PrivateDirectory directory = PrivateDirectory.beside(path, sockets.pathLimitBytes())) {
            Path hidden = directory.socket();
            channel = binding.bind(sockets.at(hidden));
            Files.setPosixFilePermissions(hidden, permissions(mode));
            FileIdentity identity = FileIdentity.of(hidden).orElseThrow();
            if (linksReachSockets(directory, sockets)) {
                linkIntoPlace(hidden, path);
            } else {
                moveIntoPlace(hidden, path);
            }
            file = new SocketFile(path, identity, lock);
        } catch (IOException | RuntimeException e) {
            if (file != null) {
                Closing.because(e, file);
            }
            if (channel != null) {
                Closing.because(e, channel);
            }
            throw e;
        }
        return new Bound<>(channel, file);
    }

    /** Tried out of sight: a file system may have no hard links, or make another file of one, as FUSE does. */
    private static boolean linksReachSockets(PrivateDirectory directory, UnixSockets sockets) throws IOException {
        Path bound = directory.spare("p");
        Path linked = directory.spare("q");
        try (ServerSocketChannel socket = sockets.bind(sockets.at(bound), 1)) {
            Files.createLink(linked, bound);
            sockets.tryConnect(sockets.at(linked), 0).close();
            return socket.isOpen();
        } catch (UnsupportedOperationException | FileSystemException | SocketException e) {
            return false;
        }
    }

    private static void linkIntoPlace(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from); // unlike a rename, this never replaces what came there meanwhile
        } catch (FileAlreadyExistsException e) {
            throw taken(to, e);
        }
    }

    /** A rename replaces what is there. So the name is taken first, by a file of ours, which fails if anything is there. */
    static void moveIntoPlace(Path from, Path to) throws IOException {
        try {
            Files.createFile(to);
        } catch (FileAlreadyExistsException e) {
            throw taken(to, e);
        }
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Closing.because(e, () -> Files.deleteIfExists(to));
            throw e;
        }
    }

    private static ListenFailedException taken(Path path, FileAlreadyExistsException e) {
        return new ListenFailedException(
                Reason.IN_USE, "another program took the path: path=" + path + ", choose another path", e);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] fromHighBit = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < fromHighBit.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(fromHighBit[i]);
            }
        }
        return permissions;
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
