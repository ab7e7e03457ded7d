package io.samehost.daemon;

import io.samehost.transport.files.FileIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A lock that the kernel drops with the process that holds it. The file stays. Only who has the lock may delete it.
 *
 * <p>A process loses its locks on a file as soon as it closes any descriptor of it (fcntl(2)), so {@link #HELD} keeps this JVM
 * from opening a file that it has locked.
 */
public final class FileLock implements Closeable {
    /** Files that this JVM has locked. Guarded by itself, which also lets one look or try at a time. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path path;
    private final FileChannel channel;

    private FileLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the lock without waiting; empty if anybody has it, this program included, or is just looking.
     *
     * @throws java.nio.file.NoSuchFileException if the file's directory is gone
     */
    static Optional<FileLock> tryAcquire(Path path) throws IOException {
        Path key = path.toAbsolutePath().normalize();
        synchronized (HELD) {
            if (HELD.contains(key)) {
                return Optional.empty();
            }
            Optional<FileLock> lock = tryLock(key);
            if (lock.isPresent()) {
                HELD.add(key);
            }
            return lock;
        }
    }

    /** Who removes the file has its lock, so what was locked may have no name any more: then the next one is tried. */
    private static Optional<FileLock> tryLock(Path path) throws IOException {
        while (true) {
            Optional<FileIdentity> before = FileIdentity.of(path);
            if (before.isEmpty()) {
                create(path);
                continue;
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            boolean locked = false;
            try {
                if (channel.tryLock() == null) {
                    return Optional.empty();
                }
                locked = FileIdentity.of(path).equals(before);
                if (locked) {
                    return Optional.of(new FileLock(path, channel));
                }
            } catch (OverlappingFileLockException e) {
                return Optional.empty(); // by another class loader
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        }
    }

    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return; // by another process
        }
    }

    /** True if somebody has it now. Any number may look at once, and take each other for nobody. */
    public static boolean isHeld(Path path) throws IOException {
        Path key = path.toAbsolutePath().normalize();
        synchronized (HELD) {
            if (HELD.contains(key)) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(key, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                return channel.tryLock(0, Long.MAX_VALUE, true) == null;
            } catch (NoSuchFileException e) {
                return false;
            } catch (OverlappingFileLockException e) {
                return true; // by another class loader
            }
        }
    }

    /** Lets go. May be called twice. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (channel.isOpen()) {
                try {
                    channel.close();
                } finally {
                    HELD.remove(path);
                }
            }
        }
    }
}
