package io.samehost.cli.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A stderr that holds nobody up: a pipe that is not read, or a terminal that was stopped, would make the thread wait that
 * logs, and others behind it, up to the one that closes the server. Here one thread writes, and lines for which there is no
 * room are counted. Thread-safe; its memory is allocated before.
 */
final class LastingStderr extends OutputStream implements Runnable {
    private static final int ROOM_BYTES = 64 * 1024;
    private static final int PIECE_BYTES = 8 * 1024;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OutputStream stderr;
    private final byte[] room = new byte[ROOM_BYTES];

    /** Guarded by this. */
    private int first;

    /** Guarded by this. */
    private int count;

    /** Guarded by this. */
    private long lostLines;

    LastingStderr(OutputStream stderr) {
        this.stderr = stderr;
    }

    /** Takes the place of {@link System#err}. */
    static LastingStderr install() {
        LastingStderr lasting = new LastingStderr(new FileOutputStream(FileDescriptor.err));
        System.setErr(new PrintStream(lasting, true, StandardCharsets.UTF_8));
        lasting.start();
        return lasting;
    }

    void start() {
        Thread thread = new Thread(this, "samehost-stderr");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (length > ROOM_BYTES - count) {
            for (int i = offset; i < offset + length; i++) {
                lostLines += bytes[i] == '\n' ? 1 : 0;
            }
            return;
        }
        int begin = (first + count) % ROOM_BYTES;
        int atEnd = Math.min(length, ROOM_BYTES - begin);
        System.arraycopy(bytes, offset, room, begin, atEnd);
        System.arraycopy(bytes, offset + atEnd, room, 0, length - atEnd);
        count += length;
        notifyAll();
    }

    @Override
    public void run() {
        while (true) {
            try {
                writeOn();
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                // nobody is left to be told: the reader has gone, or there is no memory
            }
        }
    }

    private void writeOn() throws InterruptedException, IOException {
        int begin;
        int length;
        synchronized (this) {
            while (count == 0) {
                wait();
            }
            begin = first;
            length = Math.min(Math.min(count, PIECE_BYTES), ROOM_BYTES - first);
        }
        try {
            stderr.write(room, begin, length); // nobody else writes there meanwhile
        } finally {
            written(length);
        }
    }

    private synchronized void written(int length) {
        first = (first + length) % ROOM_BYTES;
        count -= length;
        notifyAll();
        if (count == 0 && lostLines > 0) {
            long lost = lostLines;
            lostLines = 0;
            byte[] line = ("ipc-server: lines of the log were lost, since nobody read them: count=" + lost + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            write(line, 0, line.length);
        }
    }

    /** Waits until all is written, a second at most. Before the end of the program. */
    synchronized void drain() {
        long beganNanos = System.nanoTime();
        try {
            for (long left = PATIENCE_NANOS; count > 0 && left > 0; ) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = PATIENCE_NANOS - (System.nanoTime() - beganNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
