package io.samehost.transport.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory for one program alone, in one for all such as {@code /tmp}, with a lock in it for as long as the program
 * lives. A program that was killed leaves its directory behind. The next one that makes a directory finds nobody who holds
 * its lock, and deletes it.
 *
 * <p>Other users can make directories of such a name too. They stay, and nothing in them is opened: it could be a pipe
 * that holds us up, or be swapped for a link while we delete.
 */
public final class LockedDirectory implements Closeable {
    private static final String LOCK = "lock";
    private static final int WRITABLE_BY_OTHERS = 0022;

    /**
     * Directories that this JVM has made. It never opens their locks again: a process loses its POSIX locks on a file as
     * soon as it closes any descriptor of it (fcntl(2)).
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private LockedDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes one in {@code parent}, after the sweep of those whose programs were killed. */
    public static LockedDirectory make(Path parent, String prefix) throws IOException {
        Path place = parent.toRealPath();
        sweep(place, prefix);
        Path path = Files.createTempDirectory(place, prefix); // for its owner alone
        HELD.add(path);
        try {
            return new LockedDirectory(path, lock(path));
        } catch (IOException | RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    /** The file gets its name once it is locked, so that nobody finds it free. */
    private static FileChannel lock(Path directory) throws IOException {
        Path unnamed = directory.resolve("new");
        FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            Files.move(unnamed, directory.resolve(LOCK));
            return channel;
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    /** Nothing that fails here keeps a program from its work. */
    private static void sweep(Path parent, String prefix) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, prefix + "*")) {
            directories.forEach(found::add);
        } catch (IOException | RuntimeException e) {
            return;
        }
        for (Path directory : found) {
            try {
                deleteIfLeft(directory);
            } catch (IOException | RuntimeException e) {
                // another one has just made it, or deleted it
            }
        }
    }

    /** A directory without the file of a lock has just been made, or is nothing of ours. */
    private static void deleteIfLeft(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        if (HELD.contains(directory)
                || !isForUsAlone(directory)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock held = channel.tryLock()) {
            if (held != null) {
                delete(directory);
            }
        } catch (OverlappingFileLockException e) {
            // this program is just making it
        }
    }

    private static boolean isForUsAlone(Path directory) throws IOException {
        Map<String, Object> is = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && ((int) is.get("mode") & WRITABLE_BY_OTHERS) == 0
                && Users.ownUid().equals(OptionalInt.of((int) is.get("uid")));
    }

    /** Deletes a directory with all that is in it, and follows no links. Only its owner may be able to write there. */
    public static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** False once a program that tidies up has deleted it. */
    public boolean exists() {
        return Files.isDirectory(path);
    }

    /** Its real path. */
    public Path path() {
        return path;
    }

    /** Deletes it with all that is in it. May be called twice. */
    @Override
    public void close() throws IOException {
        if (!lock.isOpen()) {
            return;
        }
        Closing.all(this::deleteIfThere, lock, () -> HELD.remove(path));
    }

    private void deleteIfThere() throws IOException {
        if (exists()) {
            delete(path);
        }
    }
}
