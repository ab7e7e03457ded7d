package io.samehost.daemon;

import io.samehost.transport.files.UnixSocketTable;
import io.samehost.transport.system.LockedDirectory;
import io.samehost.transport.system.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of a tool: in it its daemon is found. Only its user may enter it, and that is checked by number and without
 * following a link.
 *
 * <ul>
 *   <li>{@code socket}: the daemon serves here
 *   <li>{@code lock}: locked by the daemon for as long as it lives
 *   <li>{@code start}: locked by a command while it starts the daemon
 *   <li>{@code state}: {@link DaemonState}
 *   <li>{@code log}, {@code log.1}: {@link DaemonLog}
 *   <li>{@code .samehost-tool}: says that the directory is a tool's, and not another program's with such files
 * </ul>
 */
public record ToolDirectory(Path path) {
    /** The longest path that the JDK binds, in bytes; see unix(7). */
    private static final int SOCKET_PATH_BYTES = 106;

    private static final String MARKER = ".samehost-tool";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** Names of files that a tool's daemons and commands make; those of private directories begin with {@link #PRIVATE}. */
    private static final List<String> FILES =
            List.of("socket", "socket.lock", "state", "state.new", "log", "log.1", "start");

    private static final String PRIVATE = ".sh-";
    private static final int ATTEMPTS = 100;
    private static final int OTHERS_BITS = 0077;
    private static final int PERMISSION_BITS = 0777;

    /**
     * The directory at {@code path}, made now if it is not there.
     *
     * @throws IOException if it cannot be had, is another user's, or is too long a path for a socket; the text says which
     */
    static ToolDirectory at(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return makeIfMissing(path);
            } catch (NoSuchFileException e) { // removed meanwhile, unless it has no place at all
                if (attempt == ATTEMPTS || !Files.isDirectory(path.getParent())) {
                    throw e;
                }
            }
        }
    }

    private static ToolDirectory makeIfMissing(Path path) throws IOException {
        ToolDirectory directory = new ToolDirectory(path);
        directory.requireShort();
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            directory.requireOwn();
            directory.requireNoOthers();
        }
        directory.keepOthersOut();
        if (!Files.isWritable(path)) {
            throw new IOException("not writable");
        }
        directory.mark();
        return directory;
    }

    /** A directory that is there already may be another program's: then nothing about it is changed, its mode neither. */
    private void requireNoOthers() throws IOException {
        Optional<Path> foreign = isMarked() ? Optional.empty() : foreignFile();
        if (foreign.isPresent()) {
            throw new IOException("another program's, it holds " + foreign.get().getFileName());
        }
    }

    private void mark() throws IOException {
        if (isMarked()) {
            return;
        }
        try {
            Files.createFile(
                    path.resolve(MARKER),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return; // by another command
        }
    }

    /** True if it is known to be a tool's. */
    boolean isMarked() {
        return Files.isRegularFile(path.resolve(MARKER), LinkOption.NOFOLLOW_LINKS);
    }

    /** A file that is no tool's. */
    private Optional<Path> foreignFile() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> !isOurs(file.getFileName().toString())).findFirst();
        }
    }

    private static boolean isOurs(String name) {
        return FILES.contains(name) || name.equals("lock") || name.equals(MARKER) || name.startsWith(PRIVATE);
    }

    /**
     * The directory at {@code path}, which is there.
     *
     * @throws IOException if it is not there, or another user's
     */
    public static ToolDirectory existing(Path path) throws IOException {
        ToolDirectory directory = new ToolDirectory(path);
        directory.requireOwn();
        return directory;
    }

    private void requireShort() throws IOException {
        int lengthBytes = socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (lengthBytes > SOCKET_PATH_BYTES) {
            throw new IOException(
                    "too long for a socket: length=" + lengthBytes + " bytes limit=" + SOCKET_PATH_BYTES + " bytes");
        }
    }

    private void requireOwn() throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    ? new IOException("no directory")
                    : new NoSuchFileException(path.toString());
        }
        int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!Users.ownUid().equals(OptionalInt.of(owner))) {
            throw new IOException("owned by " + Users.nameOf(owner));
        }
    }

    private void keepOthersOut() throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & OTHERS_BITS) != 0) {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
        } else if ((mode & PERMISSION_BITS & ~OTHERS_BITS) != 0700) {
            throw new IOException("mode is " + Integer.toOctalString(mode & PERMISSION_BITS));
        }
    }

    /** The lock of the daemon; empty if somebody has it, or is just looking. */
    public Optional<FileLock> tryLock() throws IOException {
        return tryLock(lock());
    }

    /** The lock of a command that starts the daemon; empty if somebody has it. */
    public Optional<FileLock> tryLockStart() throws IOException {
        return tryLock(start());
    }

    /** Makes the directory again if it has just been removed: it is not removed while one of its locks is held. */
    private Optional<FileLock> tryLock(Path file) throws IOException {
        while (true) {
            try {
                Optional<FileLock> lock = FileLock.tryAcquire(file);
                if (lock.isPresent()) {
                    mark();
                }
                return lock;
            } catch (NoSuchFileException e) {
                at(path);
            }
        }
    }

    /**
     * Removes the directory, if no daemon runs, none is being started, and nobody else listens on its socket, as systemd may.
     *
     * @return false if one does or is
     * @throws IOException also if a file in it is not a tool's; then nothing is removed
     */
    public boolean removeUnlessUsed() throws IOException {
        Optional<FileLock> start = FileLock.tryAcquire(start());
        if (start.isEmpty()) {
            return false;
        }
        FileLock starting = start.get();
        try (starting) {
            Optional<FileLock> daemon = FileLock.tryAcquire(lock());
            if (daemon.isEmpty()) {
                return false;
            }
            FileLock running = daemon.get();
            try (running) {
                if (UnixSocketTable.isListening(socket())) {
                    return false;
                }
                return remove();
            }
        }
    }

    private boolean remove() throws IOException {
        Optional<Path> foreign = foreignFile();
        if (foreign.isPresent()) {
            throw new IOException("a file is not a tool's: file=" + foreign.get() + ", move it away");
        }
        for (Path left : privateDirectories()) {
            LockedDirectory.delete(left);
        }
        for (String file : FILES) {
            Files.deleteIfExists(path.resolve(file));
        }
        Files.deleteIfExists(lock());
        Files.deleteIfExists(path.resolve(MARKER)); // last: until then the directory is known to be a tool's
        try {
            Files.delete(path);
            return true;
        } catch (DirectoryNotEmptyException e) {
            mark(); // somebody has come
            return false;
        }
    }

    /** Those that a killed daemon has left. */
    private List<Path> privateDirectories() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PRIVATE))
                    .toList();
        }
    }

    public Path socket() {
        return path.resolve("socket");
    }

    public Path lock() {
        return path.resolve("lock");
    }

    public Path start() {
        return path.resolve("start");
    }

    public Path state() {
        return path.resolve("state");
    }

    public Path log() {
        return path.resolve("log");
    }
}
