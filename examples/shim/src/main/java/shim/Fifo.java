package shim;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A named pipe that other programs write to. A thread copies what comes, until the pipe is closed and its last writer has
 * ended.
 */
final class Fifo implements AutoCloseable {
    private static final int MOST_SECONDS = 5;

    private final Path path;

    /** To open one end of a pipe waits for somebody at the other. This one is both, and so nobody waits. */
    private final RandomAccessFile bothEnds;

    private final Thread copying;

    private Fifo(Path path, OutputStream to) throws IOException {
        this.path = path;
        bothEnds = new RandomAccessFile(path.toFile(), "rw");
        InputStream from = new FileInputStream(path.toFile());
        copying = new Thread(() -> copy(from, to), "copies " + path.getFileName());
        copying.setDaemon(true);
        copying.start();
    }

    static Fifo make(Path path, OutputStream to) throws IOException {
        Program.run(path.getParent(), Map.of(), List.of("mkfifo", "-m", "600", path.toString()));
        return new Fifo(path, to);
    }

    private static void copy(InputStream from, OutputStream to) {
        try (from) {
            byte[] some = new byte[8192];
            for (int length = from.read(some); length >= 0; length = from.read(some)) {
                to.write(some, 0, length);
                to.flush();
            }
        } catch (IOException e) {
            // A pipe that cannot be read has nothing more to copy.
        }
    }

    Path path() {
        return path;
    }

    /**
     * Waits until its last writer has ended, and all that was written is copied. Nobody else can open it from now on.
     *
     * @return false if a writer does not end
     */
    boolean end() throws IOException {
        try (bothEnds) {
            Files.deleteIfExists(path);
        }
        try {
            copying.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !copying.isAlive();
    }

    @Override
    public void close() throws IOException {
        end();
    }
}
