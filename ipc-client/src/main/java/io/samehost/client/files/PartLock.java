package io.samehost.client.files;

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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An open part file that nobody else writes to. The kernel drops the lock with the process.
 *
 * <p>A process loses its POSIX locks on a file as soon as it closes <em>any</em> descriptor of it (fcntl(2)). So {@link
 * #HELD} keeps this JVM from ever opening a part that it holds.
 */
final class PartLock implements Closeable {
    /** Parts that this JVM holds or is trying for. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private boolean closed;

    private PartLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens the part, which is made if there is none, and locks it without waiting.
     *
     * @param path in a directory that is named by its real path, so that one part has one name
     */
    static PartLock acquire(Path path) throws IOException {
        if (!HELD.add(path)) {
            throw inUse(path);
        }
        boolean acquired = false;
        try {
            Optional<FileChannel> channel = tryOpen(path);
            while (channel.isEmpty()) {
                channel = tryOpen(path);
            }
            acquired = true;
            return new PartLock(path, channel.get());
        } finally {
            if (!acquired) {
                HELD.remove(path);
            }
        }
    }

    /**
     * Empty if the part came or went meanwhile, and another try is due. The file that is locked may no longer be the part: a
     * complete part becomes the target, and writing to it then would destroy that.
     */
    private static Optional<FileChannel> tryOpen(Path path) throws IOException {
        Optional<Object> before = identity(path);
        if (before.isEmpty()) {
            create(path);
            return Optional.empty();
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            lock(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (before.equals(identity(path))) {
            return Optional.of(channel);
        }
        channel.close();
        return Optional.empty();
    }

    private static Optional<Object> identity(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (!OwnFile.isAt(path)) {
            throw new IOException("part could be written by others: part=" + path + ", try again");
        }
        return Optional.of(Objects.requireNonNullElse(attributes.fileKey(), path));
    }

    private static void create(Path path) throws IOException {
        try {
            OwnFile.create(path).close();
        } catch (FileAlreadyExistsException e) {
            return; // another process was faster; who gets the lock shows in the next try
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            IOException inUse = inUse(path);
            inUse.initCause(e);
            throw inUse;
        }
        throw inUse(path);
    }

    private static IOException inUse(Path path) {
        return new IOException("another download to the same target is under way: part=" + path);
    }

    FileChannel channel() {
        return channel;
    }

    /** Lets go. May be called twice. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            channel.close();
            HELD.remove(path);
        }
    }
}
