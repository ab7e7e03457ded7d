package io.samehost.server.raw;

import io.samehost.transport.system.LockedDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Makes named pipes in a private directory, several at a time, since it takes a process to make them. Each is used once
 * and then deleted. Thread-safe.
 */
final class NamedPipes implements Closeable {
    private static final int AT_A_TIME = 32;

    /** Guarded by this. Empty until the first pipe is wanted. */
    private Optional<LockedDirectory> directory = Optional.empty();

    /** Guarded by this. Made and not yet taken. */
    private final Deque<Path> spare = new ArrayDeque<>();

    /** Guarded by this. Makes every name a new one. */
    private long count;

    /** Guarded by this. */
    private boolean closed;

    /** A pipe that nobody has opened yet; the caller deletes it. */
    synchronized Path take() throws IOException {
        if (closed) {
            throw new IOException("no pipe for a child: the service is closed");
        }
        while (!spare.isEmpty()) {
            Path pipe = spare.remove();
            if (Files.exists(pipe)) { // programs that tidy up take what is old
                return pipe;
            }
        }
        make();
        return spare.remove();
    }

    private void make() throws IOException {
        Path place = place();
        List<Path> pipes = new ArrayList<>();
        List<String> command = new ArrayList<>(List.of(Program.find("mkfifo"), "-m", "600"));
        for (int i = 0; i < AT_A_TIME; i++) {
            Path pipe = place.resolve(Long.toString(count++));
            pipes.add(pipe);
            command.add(pipe.toString());
        }
        String complaint = Program.run(command);
        if (!complaint.isEmpty()) {
            throw new IOException("no pipe for a child: directory=" + place + " reason=" + complaint
                    + ", choose another one by java.io.tmpdir");
        }
        spare.addAll(pipes);
    }

    /**
     * Looks whether pipes could be made here, so that a server does not find out by its first child that it serves nobody.
     *
     * @throws IllegalArgumentException if not
     */
    static void requirePlace() {
        Path parent = parent();
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new IllegalArgumentException("no place for the pipes of children: java.io.tmpdir=" + parent
                    + ", set java.io.tmpdir to a directory that can be written");
        }
    }

    private static Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private Path place() throws IOException {
        if (directory.filter(LockedDirectory::exists).isEmpty()) {
            LockedDirectory made = LockedDirectory.make(parent(), "samehost-exec-");
            closeDirectory();
            directory = Optional.of(made);
        }
        return directory.orElseThrow().path();
    }

    private void closeDirectory() throws IOException {
        if (directory.isPresent()) {
            directory.get().close();
        }
    }

    /** Deletes the directory. May be called twice. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        spare.clear();
        closeDirectory();
    }
}
