package io.samehost.transport.files;

import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Users;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to a socket path, held while it is served: a lock on {@code PATH.lock}, which holds our pid. The kernel
 * drops the lock with the process, so after a crash the next start has it at once.
 *
 * <p>A process loses its POSIX locks on a file as soon as it closes <em>any</em> descriptor of it (fcntl(2)). So {@link
 * #HELD} keeps this JVM from ever opening a lock file that it holds.
 */
final class SocketLock implements Closeable {
    /** Lock files that this JVM holds or is trying for. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Ten digits and the end of the line. */
    private static final int CONTENT_LIMIT_BYTES = 11;

    /** Each round means that another process made or removed the file at that very moment. */
    private static final int ROUNDS = 1000;

    private final Path path;
    private final Path heldAs;
    private final FileChannel channel;
    private final FileIdentity identity;
    private boolean closed; // guarded by this

    private SocketLock(Path path, Path heldAs, FileChannel channel, FileIdentity identity) {
        this.path = path;
        this.heldAs = heldAs;
        this.channel = channel;
        this.identity = identity;
    }

    /**
     * Takes the lock, without waiting.
     *
     * @throws ListenFailedException if somebody holds it, or the lock file is not one of ours
     */
    static SocketLock acquire(Path socket) throws IOException {
        Path path = socket.resolveSibling(socket.getFileName() + ".lock");
        Path heldAs = path.toAbsolutePath().getParent().toRealPath().resolve(path.getFileName());
        if (!HELD.add(heldAs)) {
            throw inUse(socket, ownPid());
        }
        boolean acquired = false;
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Optional<SocketLock> lock = tryAcquire(socket, path, heldAs);
                if (lock.isPresent()) {
                    acquired = true;
                    return lock.get();
                }
            }
            throw new ListenFailedException(Reason.OTHER, "lock file keeps changing: lock=" + path + ", try again");
        } finally {
            if (!acquired) {
                HELD.remove(heldAs);
            }
        }
    }

    /** Empty if the file went or came meanwhile, and another try is due. */
    private static Optional<SocketLock> tryAcquire(Path socket, Path path, Path heldAs) throws IOException {
        Optional<FileIdentity> before = FileIdentity.of(path);
        if (before.isEmpty()) {
            create(path);
            return Optional.empty();
        }
        requireRegular(path);
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            lock(socket, channel);
            // The holder deletes the file when it is done, so what we have locked may have no name any more.
            if (!before.equals(FileIdentity.of(path))) {
                channel.close();
                return Optional.empty();
            }
            requireOurOwn(path);
            requireOurContent(path, channel);
            writeOrDelete(path, channel);
            return Optional.of(new SocketLock(path, heldAs, channel, before.get()));
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return; // another process was faster; whose file it is shows in the next round
        }
    }

    private static void requireRegular(Path path) throws IOException {
        Optional<FileKind> kind = FileKind.of(path, LinkOption.NOFOLLOW_LINKS);
        if (kind.isPresent() && kind.get() != FileKind.REGULAR) {
            throw notOurs(path, kind.get().toString());
        }
    }

    private static void lock(Path socket, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                String content = read(channel);
                throw inUse(socket, isContent(content) ? content.strip() : "");
            }
        } catch (OverlappingFileLockException e) {
            ListenFailedException inUse = inUse(socket, ownPid());
            inUse.initCause(e);
            throw inUse;
        }
    }

    /** Root could write to it, and would remove it in the end. By another name it is another program's. */
    private static void requireOurOwn(Path path) throws IOException {
        int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!Users.ownUid().equals(OptionalInt.of(owner))) {
            throw notOurs(path, "file of " + Users.nameOf(owner));
        }
        if ((int) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
            throw notOurs(path, "file with another name");
        }
    }

    /** A file that only happens to have our name is not for us to write to. */
    private static void requireOurContent(Path path, FileChannel channel) throws IOException {
        if (!isContent(read(channel))) {
            throw notOurs(path, "file with other content");
        }
    }

    /** True for a pid line, or nothing while the holder is just about to write it. No pattern: each start of a server asks. */
    private static boolean isContent(String text) {
        int digits = text.length() - 1;
        for (int i = 0; i < digits; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.isEmpty() || (digits > 0 && digits < CONTENT_LIMIT_BYTES && text.charAt(digits) == '\n');
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CONTENT_LIMIT_BYTES + 1);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    private static void write(FileChannel channel, String content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1));
        channel.truncate(0);
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    /** On a full disk nothing of ours is left behind. */
    private static void writeOrDelete(Path path, FileChannel channel) throws IOException {
        try {
            write(channel, ownPid() + "\n");
        } catch (IOException e) {
            Closing.because(e, () -> Files.deleteIfExists(path)); // while the lock still holds
            throw e;
        }
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static ListenFailedException inUse(Path socket, String pid) {
        return SocketFiles.inUse(socket, pid.isEmpty() ? "another program" : "pid " + pid);
    }

    private static ListenFailedException notOurs(Path path, String what) {
        return new ListenFailedException(
                Reason.OTHER, "lock file is not ours: lock=" + path + " is=" + what + ", move it away");
    }

    /** Deletes the lock file while the lock still holds, then lets go. May be called twice, from any thread. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        Closing.all(this::deleteFile, channel, () -> HELD.remove(heldAs));
    }

    private void deleteFile() throws IOException {
        if (identity.isAt(path)) {
            Files.deleteIfExists(path);
        }
    }
}
