package io.samehost.server.raw;

import io.samehost.server.handler.StatusException;
import io.samehost.server.lasting.LastingLog;
import io.samehost.wire.StatusCode;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
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

    /** A small answer is not counted: it waits for nobody. */
    private static final int FREE_BYTES = 16 * 1024;

    /** More does not fit a frame. */
    private static final int MOST_ANSWER_BYTES = 4 << 20;

    private static final int BUFFER_BYTES = 16 * 1024;

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
    private final Complaints complaints;

    /** Written by the output's thread, read when it has ended. */
    private final List<byte[]> answer = new ArrayList<>();

    /** Bytes that the budget counts. Guarded by {@link #answer}. */
    private long countedBytes;

    /** Written by the output's thread, read when it has ended. */
    private int answerBytes;

    private volatile boolean waitsForRoom;

    /** The answer did not fit, and the child was ended for it. */
    private volatile boolean tooLarge;

    /** The request did not go there whole or the answer did not come, and the child was ended for it. */
    private volatile Throwable failure;

    /** The pipes stay the caller's to close, which ends the threads. */
    ExecCall(ExecCalls calls, long number, Process process, ChildPipes pipes, byte[] request) {
        this.calls = calls;
        this.process = process;
        this.pipes = pipes;
        this.request = request;
        this.input = newThread(this::writeRequest, "samehost-exec-input-call-" + number);
        this.output = newThread(this::readAnswer, "samehost-exec-output-call-" + number);
        this.complaints = new Complaints(process, pipes, number);
    }

    static Thread newThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** On the handler's thread: waits for the end of the child, and of its output. */
    byte[] answer() throws InterruptedException, IOException, StatusException {
        pipes.handedOver();
        output.start();
        complaints.start();
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
        complaints.awaitRest();
    }

    /** False if the output has not ended after so long; time in which there is no room for it does not count. */
    private boolean hasOutput(Duration grace) throws InterruptedException {
        do {
            TimeUnit.NANOSECONDS.timedJoin(output, Math.max(1, TimeUnit.NANOSECONDS.convert(grace)));
        } while (output.isAlive() && waitsForRoom);
        return !output.isAlive();
    }

    private StatusException failure(int exit) {
        complaints.awaitRest();
        Optional<String> line = complaints.lastLine();
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
        } catch (InterruptedException e) {
            return; // nobody waits for the answer any more
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
            int after = answerBytes + bytes.remaining();
            count(Math.max(0, after - FREE_BYTES) - Math.max(0, answerBytes - FREE_BYTES));
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            answer.add(piece);
            answerBytes += piece.length;
        }
    }

    private void count(int answered) throws InterruptedException {
        if (answered == 0) {
            return;
        }
        int bytes = 2 * answered; // it is put together in the end
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
}
