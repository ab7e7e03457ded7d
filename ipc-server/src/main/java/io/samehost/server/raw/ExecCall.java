package io.samehost.server.raw;

import io.samehost.server.handler.StatusException;
import io.samehost.server.lasting.LastingLog;
import io.samehost.text.HarmlessText;
import io.samehost.wire.StatusCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One call and its child. The handler's thread waits for the child; three others write the request, read the answer and
 * read what the child complains of.
 */
final class ExecCall {
    private static final LastingLog LOG = new LastingLog(ExecCall.class);

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
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    /** The answer did not fit, and the child was ended for it. */
    private volatile boolean tooLarge;

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
        if (exit != 0) {
            throw failure(exit);
        }
        return answer.toByteArray();
    }

    private boolean hasOutput(Duration grace) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(output, Math.max(1, TimeUnit.NANOSECONDS.convert(grace)));
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

    /** A child need not read its request. */
    private void writeRequest() {
        ByteBuffer bytes = ByteBuffer.wrap(request);
        try (var stdin = pipes.input()) {
            while (bytes.hasRemaining()) {
                stdin.write(bytes);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "command did not read its request: pid=" + process.pid() + " cause=" + e);
        }
    }

    private void readAnswer() {
        byte[] bytes = new byte[BUFFER_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            for (int count = 0; count >= 0; count = pipes.output().read(buffer.clear())) {
                keep(bytes, count);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "output of a command was given up: pid=" + process.pid() + " cause=" + e);
        }
    }

    private void keep(byte[] bytes, int count) {
        if (!tooLarge && answer.size() + count > MOST_ANSWER_BYTES) {
            tooLarge = true;
            calls.timer().terminate(process);
        }
        if (!tooLarge) {
            answer.write(bytes, 0, count);
        }
    }

    private void readErrors() {
        byte[] bytes = new byte[BUFFER_BYTES];
        try (InputStream stderr = process.getErrorStream()) {
            for (int count = stderr.read(bytes); count >= 0; count = stderr.read(bytes)) {
                System.err.write(bytes, 0, count);
                System.err.flush();
                remember(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "stderr of a command was lost: pid=" + process.pid() + " cause=" + e);
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
