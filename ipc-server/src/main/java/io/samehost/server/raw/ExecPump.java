package io.samehost.server.raw;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.session.Connection;
import io.samehost.server.session.Line;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Two threads that carry bytes between a peer and the pipes of its child. */
final class ExecPump {
    private static final LastingLog LOG = new LastingLog(ExecPump.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    /** After the end of the output, for a peer that sends on: to close at once could destroy what it has not read yet. */
    private static final long LINGER_MILLIS = 1000;

    /** Between two looks at what the output does. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Linux's limit for a pipe. If more than that comes out of it, somebody still writes to it. */
    private static final long MOST_IN_PIPE_BYTES = 1 << 20;

    private final Line line;
    private final ChildPipes pipes;
    private final Connection connection;
    private Thread input;
    private Thread output;

    /** True while nothing is on its way to the peer, and the next byte has to come from the child. */
    private volatile boolean waitsForChild;

    /** Written by the output's thread. */
    private volatile long carriedBytes;

    /** All that could write to the child's stdout have gone, and everything was sent. */
    private volatile boolean complete;

    ExecPump(Line line, ChildPipes pipes, Connection connection) {
        this.line = line;
        this.pipes = pipes;
        this.connection = connection;
    }

    /** @throws OutOfMemoryError if there is no thread to be had */
    void start(ExecService service) {
        input = service.newThread(this::carryInput, "samehost-exec-input-" + connection.id());
        output = service.newThread(this::carryOutput, "samehost-exec-output-" + connection.id());
        output.start();
        input.start();
    }

    /** A peer whose child reads no more is read on, so that it comes to its end. */
    private void carryInput() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        boolean wanted = true;
        try {
            while (line.read(buffer.clear()) >= 0) {
                wanted = wanted && giveToChild(buffer.flip());
            }
            pipes.input().close();
        } catch (IOException e) {
            if (complete) {
                close(pipes.input());
            } else {
                failed(e);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "input of a child failed by a bug of ours: connection=", connection.id(), e);
            connection.close();
        }
    }

    /** False if the child has closed its stdin. */
    private boolean giveToChild(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                pipes.input().write(bytes);
            }
            return true;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "child reads no more: connection=" + connection.id() + " cause=" + e);
            return false;
        }
    }

    private void carryOutput() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (readFromChild(buffer.clear()) >= 0) {
                line.write(buffer.flip());
            }
            complete = true; // before the peer knows, who may then go
            line.endOutput();
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "output of a child failed by a bug of ours: connection=", connection.id(), e);
            connection.close();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread only
    private int readFromChild(ByteBuffer buffer) throws IOException {
        waitsForChild = true;
        int count = pipes.output().read(buffer);
        waitsForChild = false;
        carriedBytes += Math.max(0, count);
        return count;
    }

    boolean isComplete() {
        return complete;
    }

    /** Mostly the peer has gone. */
    private void failed(IOException e) {
        LOG.log(Level.DEBUG, () -> "connection of a child ends: connection=" + connection.id() + " cause=" + e);
        connection.close();
    }

    /**
     * Waits until the last one who can write to the child's stdout has gone, and everything is sent. Bytes that
     * were written before the call are sent even if the peer reads slowly and the grace is over.
     *
     * @return false if the grace is over and somebody can still write
     */
    boolean awaitOutput(Duration grace) throws InterruptedException {
        long mark = carriedBytes;
        long graceNanos = TimeUnit.NANOSECONDS.convert(grace);
        long deadline = System.nanoTime() + graceNanos;
        for (long left = graceNanos; left > 0 && !hasEndedWithin(left); left = deadline - System.nanoTime()) {
            LOG.log(Level.TRACE, () -> "output goes on: connection=" + connection.id());
        }
        long seen = -1;
        while (!hasEndedWithin(LOOK_NANOS)) {
            boolean nothingComes = waitsForChild && carriedBytes == seen;
            if (nothingComes || carriedBytes - mark > MOST_IN_PIPE_BYTES) {
                return false;
            }
            seen = carriedBytes;
        }
        return true;
    }

    private boolean hasEndedWithin(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(output, Math.max(nanos, 1));
        return !output.isAlive();
    }

    /** {@link #awaitOutput}, and then ends the output though somebody has it still. */
    void awaitOutputOrStop(Duration grace) throws InterruptedException {
        if (!awaitOutput(grace)) {
            close(pipes.output());
        }
    }

    /** Reads on for a while, after the end of the output. */
    void linger() throws InterruptedException {
        close(pipes.input());
        input.join(LINGER_MILLIS);
    }

    /** Ends both threads. May be called twice. */
    void close() {
        close(pipes.input());
        close(pipes.output());
    }

    private void close(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "close failed: connection=" + connection.id(), e);
        }
    }
}
