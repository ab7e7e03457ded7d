package io.samehost.server.raw;

import io.samehost.server.lasting.LastingLog;
import io.samehost.text.HarmlessText;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The stderr of a child that answers a call: it goes to the server's, and its last line is kept. Thread-safe. */
final class Complaints {
    private static final LastingLog LOG = new LastingLog(Complaints.class);
    private static final int BUFFER_BYTES = 16 * 1024;

    /** A longer line is cut. */
    private static final int MOST_LINE_BYTES = 512;

    /** For the rest, which a process in the background may hold open. */
    private static final long REST_MILLIS = 200;

    private final Process process;
    private final ChildPipes pipes;
    private final Thread reader;

    /** The last lines. Guarded by this. */
    private final StringBuilder last = new StringBuilder();

    /** Written by the reader. */
    private volatile long readBytes;

    /** The pipes stay the caller's to close, which ends the thread. */
    Complaints(Process process, ChildPipes pipes, long number) {
        this.process = process;
        this.pipes = pipes;
        this.reader = ExecCall.newThread(this::read, "samehost-exec-errors-call-" + number);
    }

    void start() {
        reader.start();
    }

    /** Waits for the end, as long as something comes: the content of a pipe takes its time, where our own stderr is slow. */
    void awaitRest() {
        try {
            long seenBytes;
            do {
                seenBytes = readBytes;
                reader.join(REST_MILLIS);
            } while (reader.isAlive() && readBytes != seenBytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last line, harmless for a terminal; empty if the child has said nothing. */
    synchronized Optional<String> lastLine() {
        String[] lines = last.toString().strip().split("\\R", -1);
        String line = lines[lines.length - 1].strip();
        return line.isEmpty() ? Optional.empty() : Optional.of(HarmlessText.of(line));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void read() {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (pipes.errors().read(buffer.clear()) >= 0) {
                int count = buffer.flip().remaining();
                readBytes += count;
                System.err.write(buffer.array(), 0, count);
                System.err.flush();
                remember(new String(buffer.array(), 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "stderr of a command was given up: pid=" + process.pid() + " cause=" + e);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "stderr of a command was lost", e);
        }
    }

    private synchronized void remember(String text) {
        last.append(text);
        int excess = last.length() - MOST_LINE_BYTES;
        if (excess > 0) {
            last.delete(0, excess);
        }
    }
}
