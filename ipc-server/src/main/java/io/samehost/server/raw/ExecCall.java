package io.samehost.server.raw;

import io.samehost.server.handler.StatusException;
import io.samehost.server.lasting.LastingLog;
import io.samehost.text.HarmlessText;
import io.samehost.wire.StatusCode;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One call and its child. The handler's thread waits for the child; three others write the request, read the answer and
 * read what the child complains of.
 */
final class ExecCall implements Closeable {
    private static final LastingLog LOG = new LastingLog(ExecCall.class);

    /** The count of a call that is over. */
    private static final long CLOSED = -1;

    /** More does not fit a frame. */
    private static final int MOST_ANSWER_BYTES = 4 << 20;

    private static final int BUFFER_BYTES = 16 * 1024;

    /** A longer line of stderr is cut. */
    private static final int MOST_LINE_BYTES = 512;

    /** For the rest of stderr, which a process in the background may hold open. */
    private static final long COMPLAINT_MILLIS = 200;

    /** Exit statuses beyond this one are the caller's status, as {@code ipc-client} has them. */
    private static final int FIRST_STATUS = 64;

    /** The exit status of timeout(1). */
    private static final int TIMED_OUT = 124;

    private final ExecCalls calls;
    private final Process process;
    private final ChildPipes pipes;
    private final byte[] request;
    private final Thread input;
    private final Thread output;
    private final Thread errors;

    /** Written by the output's thread, read when it has ended. */
    private final List<byte[]> answer = new ArrayList<>();

    /** Bytes that the budget counts, twice those of the answer: it is put together in the end. Guarded by {@link #answer}. */
    private long countedBytes;

    /** Written by the output's thread, read when it has ended. */
    private int answerBytes;

    private volatile boolean waitsForRoom;

    /** The answer did not fit, and the child was ended for it. */
    private volatile boolean tooLarge;

    /** The request did not go there whole or the answer did not come, and the child was ended for it. */
    private volatile Throwable failure;

    /** The last lines of stderr. Guarded by this. */
    private final StringBuilder complaint = new StringBuilder();

    /** The pipes stay the caller's to close, which ends the threads. */
    ExecCall(ExecCalls calls, long number, Process process, ChildPipes pipes, byte[] request) {
        this.calls = calls;
        this.process = process;
        this.pipes = pipes;
        this.request = request;
        this.input = newThread(this::writeRequest, "samehost-exec-input-call-" + number);
        this.output = newThread(this::readAnswer, "samehost-exec-output-call-" + number);
        this.errors = newThread(this::readErrors, "samehost-exec-errors-call-" + number);
    }

    private static Thread newThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** On the handler's thread: waits for the end of the child, and of its output. */
    byte[] answer() throws InterruptedException, IOException, StatusException {
        pipes.handedOver();
        output.start();
        errors.start();
        input.start();
        int exit = process.waitFor();
        if (!hasOutput(calls.limits().outputGrace())) {
            calls.timer().terminate(process);
            if (!hasOutput(calls.limits().killWait())) {
                throw new StatusException(
                        StatusCode.UNKNOWN, "command has ended, and a process that it left holds its output");
            }
        }
        if (tooLarge) {
            throw new StatusException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "answer of the command is too large: limitBytes=" + MOST_ANSWER_BYTES);
        }
        if (failure != null) {
            throw new StatusException(
                    StatusCode.RESOURCE_EXHAUSTED, "command was given up: cause=" + failure + ", try again later");
        }
        if (exit != 0) {
            throw failure(exit);
        }
        ByteBuffer whole = ByteBuffer.allocate(answerBytes);
        answer.forEach(whole::put);
        return whole.array();
    }

    /** Gives back what was counted, and waits for the rest of stderr. The pipes are the caller's to close then. */
    @Override
    public void close() {
        synchronized (answer) {
            calls.budget().give(this, Math.max(0, countedBytes));
            countedBytes = CLOSED;
        }
        output.interrupt();
        try {
            errors.join(COMPLAINT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if the output has not ended after so long; time in which there is no room for it does not count. */
    private boolean hasOutput(Duration grace) throws InterruptedException {
        do {
            TimeUnit.NANOSECONDS.timedJoin(output, Math.max(1, TimeUnit.NANOSECONDS.convert(grace)));
        } while (output.isAlive() && waitsForRoom);
        return !output.isAlive();
    }

    private StatusException failure(int exit) throws InterruptedException {
        errors.join(COMPLAINT_MILLIS);
        Optional<String> line = lastLine();
        StatusCode code = codeOf(exit);
        String plain = "command failed: exit=" + exit;
        return new StatusException(
                code,
                code == StatusCode.UNKNOWN
                        ? plain + line.map(text -> ", " + text).orElse("")
                        : line.orElse(plain));
    }

    private static StatusCode codeOf(int exit) {
        if (exit == TIMED_OUT) {
            return StatusCode.DEADLINE_EXCEEDED;
        }
        return exit > FIRST_STATUS ? StatusCode.of(exit - FIRST_STATUS) : StatusCode.UNKNOWN;
    }

    private synchronized Optional<String> lastLine() {
        String[] lines = complaint.toString().strip().split("\\R", -1);
        String last = lines[lines.length - 1].strip();
        return last.isEmpty() ? Optional.empty() : Optional.of(HarmlessText.of(last));
    }

    /** A child need not read its request. Where it is not written whole, the child may not take it for whole. */
    private void writeRequest() {
        ByteBuffer bytes = ByteBuffer.wrap(request);
        try {
            while (bytes.hasRemaining()) {
                pipes.input().write(bytes);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "command did not read its request: pid=" + process.pid() + " cause=" + e);
        } catch (Throwable e) {
            giveUp(e);
        } finally {
            closeInput();
        }
    }

    private void closeInput() {
        try {
            pipes.input().close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "stdin of a command was not closed: pid=" + process.pid() + " cause=" + e);
        }
    }

    /** The child is killed at once, for which no memory is needed. */
    private void giveUp(Throwable cause) {
        failure = cause;
        process.destroyForcibly();
    }

    private void readAnswer() {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (pipes.output().read(buffer.clear()) >= 0) {
                keep(buffer.flip());
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "output of a command was given up: pid=" + process.pid() + " cause=" + e);
        } catch (Throwable e) {
            giveUp(e);
        }
    }

    private void keep(ByteBuffer bytes) throws InterruptedException {
        if (!tooLarge && answerBytes + bytes.remaining() > MOST_ANSWER_BYTES) {
            tooLarge = true;
            calls.timer().terminate(process);
        }
        if (!tooLarge) {
            count(2 * bytes.remaining());
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            answer.add(piece);
            answerBytes += piece.length;
        }
    }

    private void count(int bytes) throws InterruptedException {
        waitsForRoom = true;
        calls.budget().take(this, bytes);
        waitsForRoom = false;
        synchronized (answer) {
            if (countedBytes == CLOSED) {
                calls.budget().give(this, bytes);
            } else {
                countedBytes += bytes;
            }
        }
    }

    private void readErrors() {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (pipes.errors().read(buffer.clear()) >= 0) {
                int count = buffer.flip().remaining();
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
        complaint.append(text);
        int excess = complaint.length() - MOST_LINE_BYTES;
        if (excess > 0) {
            complaint.delete(0, excess);
        }
    }
}
