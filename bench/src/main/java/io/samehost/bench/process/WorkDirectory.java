package io.samehost.bench.process;

import io.samehost.transport.system.LockedDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory for the socket files and programs of one benchmark. It goes when it is closed. Files that a killed benchmark
 * left behind go with the next one.
 */
public record WorkDirectory(LockedDirectory directory) implements Closeable {
    private static final String PREFIX = "samehost-bench";

    public static WorkDirectory create() throws IOException {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static WorkDirectory createIn(Path parent) throws IOException {
        return new WorkDirectory(LockedDirectory.make(parent, PREFIX));
    }

    /** The directory itself, by its real path. */
    public Path path() {
        return directory.path();
    }

    /** Deletes a directory in it, with all that is there. */
    public static void delete(Path directory) throws IOException {
        LockedDirectory.delete(directory);
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
