package io.samehost.transport.files;

import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.transport.files.SocketFiles.Binding;
import io.samehost.transport.files.SocketFiles.Bound;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Users;
import io.samehost.transport.unix.UnixSockets;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Puts a new socket's file in its place, where nobody who may not reach it ever can, and which replaces nothing.
 *
 * <p>bind(2) gives the file the mode that the umask leaves. So where others may enter the directory, the socket is bound out
 * of sight ({@link PrivateDirectory}), given its mode, and linked into place. In a directory that is ours alone it is bound
 * where it belongs: {@code ss -xl} then shows the path that people know, and for some microseconds a caller of our own may be
 * refused by a socket that does not listen yet.
 */
final class SocketPlace {
    private static final int BITS_OF_OTHERS = 0077;

    private SocketPlace() {}

    /** Makes the socket at a path that is free, and takes over the lock, unless it throws. */
    static <C extends Closeable> Bound<C> bind(
            Path path, int mode, UnixSockets sockets, Binding<C> binding, SocketLock lock) throws IOException {
        if (sockets.bindReplacesFiles() || !isOursAlone(path)) {
            return bindOutOfSight(path, mode, sockets, binding, lock);
        }
        Path whole = path.toAbsolutePath().normalize(); // as it shall be shown
        boolean fits = SocketFiles.lengthProblem(whole.toString(), sockets).isEmpty();
        return bindInPlace(fits ? whole : path, mode, sockets, binding, lock);
    }

    /** True if no other user may enter the directory of that path, nor lead the path elsewhere. Root may do everything. */
    private static boolean isOursAlone(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent().toRealPath();
        if (!directory.equals(path.toAbsolutePath().normalize().getParent())) {
            return false; // a link may be changed
        }
        OptionalInt owner = SocketOwner.uidOf(directory);
        int mode = (int) Files.getAttribute(directory, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return owner.isPresent() && owner.equals(Users.ownUid()) && (mode & BITS_OF_OTHERS) == 0;
    }

    private static <C extends Closeable> Bound<C> bindInPlace(
            Path path, int mode, UnixSockets sockets, Binding<C> binding, SocketLock lock) throws IOException {
        C channel;
        try {
            channel = binding.bind(sockets.at(path));
        } catch (SocketException e) {
            if (FileIdentity.of(path).isPresent()) {
                throw taken(path, e);
            }
            throw e;
        }
        Closeable made = channel;
        try {
            FileIdentity identity = FileIdentity.of(path).orElseThrow(() -> removed(path));
            SocketFile file = new SocketFile(path, identity, lock);
            made = () -> Closing.all(channel, file::hide);
            Files.setPosixFilePermissions(path, permissions(mode));
            return new Bound<>(channel, file);
        } catch (IOException | RuntimeException e) {
            Closing.because(e, made);
            throw e;
        }
    }

    private static <C extends Closeable> Bound<C> bindOutOfSight(
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

    private static ListenFailedException removed(Path path) {
        return new ListenFailedException(
                Reason.OTHER, "another program removed the socket: path=" + path + ", try again");
    }

    private static ListenFailedException taken(Path path, IOException e) {
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
}
