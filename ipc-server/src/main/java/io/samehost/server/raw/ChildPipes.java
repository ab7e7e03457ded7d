package io.samehost.server.raw;

import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The stdin and stdout of one child, and where it is wanted its stderr, as pipes of our own. The JDK closes its pipes when the
 * child ends, and what a process in the background writes afterwards would be lost. Here the output ends when the last writer
 * has gone. A read or write here ends when the pipes are closed.
 */
final class ChildPipes implements Closeable {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final List<Path> paths = new ArrayList<>();

    /** Both ends of each pipe, so that no open waits for the other end. Closed once the child has its ends. */
    private final List<FileChannel> held = new ArrayList<>();

    private final List<FileChannel> ours = new ArrayList<>();

    private ChildPipes() {}

    static ChildPipes open(NamedPipes pipes, boolean withStderr) throws IOException {
        ChildPipes opened = new ChildPipes();
        try {
            for (int i = STDIN; i <= (withStderr ? STDERR : STDOUT); i++) {
                Path path = pipes.take();
                opened.paths.add(path);
                opened.held.add(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
                opened.ours.add(
                        FileChannel.open(path, i == STDIN ? StandardOpenOption.WRITE : StandardOpenOption.READ));
            }
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            Closing.because(e, opened);
            throw e;
        }
    }

    ProcessBuilder.Redirect stdin() {
        return ProcessBuilder.Redirect.from(paths.get(STDIN).toFile());
    }

    ProcessBuilder.Redirect stdout() {
        return ProcessBuilder.Redirect.to(paths.get(STDOUT).toFile());
    }

    boolean haveStderr() {
        return paths.size() > STDERR;
    }

    /** The server's own, unless there is a pipe for it. */
    ProcessBuilder.Redirect stderr() {
        return haveStderr() ? ProcessBuilder.Redirect.to(paths.get(STDERR).toFile()) : ProcessBuilder.Redirect.INHERIT;
    }

    /** From here on the child and its descendants alone have the other ends, and the names are not needed any more. */
    void handedOver() throws IOException {
        List<Closeable> steps = new ArrayList<>(held);
        paths.forEach(path -> steps.add(() -> Files.deleteIfExists(path)));
        Closing.all(steps.toArray(Closeable[]::new));
    }

    /** Writes to the child's stdin; fails once nobody can read it. */
    FileChannel input() {
        return ours.get(STDIN);
    }

    /** Reads the child's stdout, up to the end of its last writer. */
    FileChannel output() {
        return ours.get(STDOUT);
    }

    /** Reads the child's stderr, up to the end of its last writer. */
    FileChannel errors() {
        return ours.get(STDERR);
    }

    /** Ends every read and write here. May be called twice. */
    @Override
    public void close() throws IOException {
        List<Closeable> steps = new ArrayList<>(ours);
        steps.add(this::handedOver);
        Closing.all(steps.toArray(Closeable[]::new));
    }
}
