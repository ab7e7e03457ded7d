package io.samehost.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a benchmark keeps its socket files and programs. It goes when it is closed, and what a benchmark that was killed
 * left behind goes with the next one: its lock is free then.
 */
record WorkDirectory(Path path, FileChannel lock) implements Closeable {
    private static final String PREFIX = "samehost-bench";
    private static final String LOCK = "lock";

    static WorkDirectory create() throws IOException {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static WorkDirectory createIn(Path parent) throws IOException {
        removeAbandoned(parent);
        Path path = Files.createTempDirectory(parent, PREFIX);
        FileChannel lock =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new WorkDirectory(path, lock);
    }

    /** One that has no lock file yet is about to get it. One that cannot be removed belongs to somebody else. */
    private static void removeAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : others) {
                try (FileChannel channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
                        FileLock free = channel.tryLock()) {
                    if (free != null) {
                        delete(other);
                    }
                } catch (IOException | OverlappingFileLockException notOurs) {
                    // left as it is
                }
            }
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
        lock.close();
    }
}
