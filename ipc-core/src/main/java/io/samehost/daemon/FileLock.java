package io.samehost.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that the kernel drops with the process that holds it. The file stays: who deleted it could let two hold it.
 *
 * <p>A process loses its locks on a file as soon as it closes any descriptor of it (fcntl(2)), so {@link #HELD} keeps this JVM
 * from opening a file that it has locked.
 */
public final class FileLock implements Closeable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private FileLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the lock without waiting; empty if anybody has it, this program included. */
    public static Optional<FileLock> tryAcquire(Path path) throws IOException {
        Path key = path.toAbsolutePath().normalize();
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = tryLock(key);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(key);
            }
        }
    }

    private static Optional<FileLock> tryLock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            return locked ? Optional.of(new FileLock(path, channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // by another class loader
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /** True if somebody has it now. */
    public static boolean isHeld(Path path) throws IOException {
        Optional<FileLock> lock = tryAcquire(path);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    /** Lets go. May be called twice. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try {
                channel.close();
            } finally {
                HELD.remove(path);
            }
        }
    }
}
