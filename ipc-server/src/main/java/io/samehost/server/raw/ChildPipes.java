package io.samehost.server.raw;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The stdin and stdout of one child, as pipes of our own. The JDK closes its pipes when the child ends, and what a
 * process in the background writes afterwards would be lost. Here the output ends when the last writer has gone.
 */
final class ChildPipes implements Closeable {
    private final Path stdin;
    private final Path stdout;

    /** Both ends of each pipe, so that no open waits for the other end. Closed once the child has its ends. */
    private final FileChannel heldStdin;

    private final FileChannel heldStdout;
    private final FileChannel input;
    private final FileChannel output;

    private ChildPipes(Path stdin, Path stdout, List<FileChannel> opened) {
        this.stdin = stdin;
        this.stdout = stdout;
        this.heldStdin = opened.get(0);
        this.heldStdout = opened.get(1);
        this.input = opened.get(2);
        this.output = opened.get(3);
    }

    static ChildPipes open(NamedPipes pipes) throws IOException {
        Path stdin = pipes.take();
        Path stdout = pipes.take();
        List<FileChannel> opened = new ArrayList<>();
        try {
            opened.add(FileChannel.open(stdin, StandardOpenOption.READ, StandardOpenOption.WRITE));
            opened.add(FileChannel.open(stdout, StandardOpenOption.READ, StandardOpenOption.WRITE));
            opened.add(FileChannel.open(stdin, StandardOpenOption.WRITE));
            opened.add(FileChannel.open(stdout, StandardOpenOption.READ));
            return new ChildPipes(stdin, stdout, opened);
        } catch (IOException | RuntimeException | Error e) {
            for (FileChannel channel : opened) {
                closeBecause(e, channel);
            }
            closeBecause(e, () -> Files.deleteIfExists(stdin));
            closeBecause(e, () -> Files.deleteIfExists(stdout));
            throw e;
        }
    }

    private static void closeBecause(Throwable cause, Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    ProcessBuilder.Redirect stdin() {
        return ProcessBuilder.Redirect.from(stdin.toFile());
    }

    ProcessBuilder.Redirect stdout() {
        return ProcessBuilder.Redirect.to(stdout.toFile());
    }

    /** From here on the child and its descendants alone have the other ends, and the names are not needed any more. */
    void handedOver() throws IOException {
        try (heldStdin;
                heldStdout) {
            Files.deleteIfExists(stdin);
            Files.deleteIfExists(stdout);
        }
    }

    /** Writes to the child's stdin; fails once nobody can read it. */
    FileChannel input() {
        return input;
    }

    /** Reads the child's stdout, up to the end of its last writer. */
    FileChannel output() {
        return output;
    }

    /** Ends every read and write here. May be called twice. */
    @Override
    public void close() throws IOException {
        try (input;
                output) {
            handedOver();
        }
    }
}
