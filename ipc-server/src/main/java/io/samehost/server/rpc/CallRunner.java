package io.samehost.server.rpc;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.session.Connection;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs the calls of one connection on the threads of handlers, and lets them receive and send. Thread-safe. */
final class CallRunner {
    private static final LastingLog LOG = new LastingLog(CallRunner.class);

    /** Streams to a peer that does not read wait beyond this. */
    private static final int STREAMS_QUEUED_BYTES = RpcSession.MAX_QUEUED_BYTES / 2;

    /** The same while the server's memory for its peers is used up. */
    private static final int SHORT_QUEUED_BYTES = 8 * 1024;

    /** A sender that waits for room looks this often whether its call is cancelled. */
    private static final long ROOM_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A sender for whose message the server has no memory looks this often whether there is some. */
    private static final long MEMORY_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final HandlerThreads threads;
    private final CallTable calls;

    CallRunner(Connection connection, Dispatcher dispatcher, CallTable calls) {
        this.connection = connection;
        this.dispatcher = dispatcher;
        this.threads = dispatcher.handlers();
        this.calls = calls;
    }

    /**
     * Enters a call or stream, which ends at its deadline from then on.
     *
     * @return false if it was refused
     */
    boolean enter(ActiveCall call, boolean stream) {
        if (!calls.enter(call)) {
            calls.answer(call.streamId(), dispatcher.refused(call.request(), stream, Dispatcher.SHUTTING_DOWN));
            return false;
        }
        if (call.request().hasDeadline()) {
            call.expireBy(schedule(() -> expire(call), call.request().remainingNanos()));
        }
        return true;
    }

    /** Enters a call, and has {@code task} answer it on a handler's thread. */
    void start(ActiveCall call, boolean stream, Runnable task) {
        if (enter(call, stream)) {
            Status started = dispatcher.execute(() -> runAndSend(task));
            if (!started.isOk()) {
                calls.answer(call, dispatcher.refused(call.request(), stream, started));
            }
        }
    }

    /** On a thread that does not read: throws nothing. */
    void runAndSend(Runnable task) {
        try {
            task.run();
            sendAnswer();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Has {@code task} run on the timer's thread, which may wait for nothing. */
    ScheduledFuture<?> schedule(Runnable task, long delayNanos) {
        return dispatcher.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        fail(e);
                    }
                },
                delayNanos);
    }

    private void expire(ActiveCall call) {
        giveUp(call, Status.of(StatusCode.DEADLINE_EXCEEDED, "deadline passed before the handler was done"));
    }

    /**
     * Ends a call that its handler goes on with, from any thread and without waiting. The answer is queued before the
     * handler is interrupted, whose own answer to that then comes too late; another thread sends it.
     */
    void giveUp(ActiveCall call, Status status) {
        calls.answer(call, Response.failed(status));
        call.cancel();
        connection.resume();
        sendLater();
    }

    /** Has another thread send what is queued. From any thread, without waiting. */
    void sendLater() {
        Status sent = dispatcher.execute(() -> runAndSend(() -> {}));
        if (!sent.isOk()) {
            connection.close(); // its client would wait for ever
        }
    }

    /** A call that can be neither answered nor ended, mostly for want of memory, ends with its connection. */
    private void fail(Throwable cause) {
        connection.close();
        LOG.log(Level.ERROR, "call could not be answered, its connection is closed: id=", connection.id(), cause);
    }

    /** On a thread that does not read: sends what a call has queued, which may be all that the reader waits for. */
    void sendAnswer() {
        flush();
        connection.resume();
        if (calls.isDone()) {
            connection.finish();
        }
    }

    /** With a thread for each connection this waits for a slow peer. */
    private void flush() {
        threads.beginWait();
        try {
            connection.flush();
        } finally {
            threads.endWait();
        }
    }

    /** On the handler's thread: waits for a message of the client; empty when there will be none. */
    Optional<Payload> receive(ActiveCall call) throws InterruptedException {
        Optional<Payload> message = call.inbox().poll();
        if (message.isEmpty()) {
            message = awaitMessage(call);
        }
        return message;
    }

    /** Has the connection read on, if its session is ready. */
    void resume() {
        connection.resume();
    }

    private Optional<Payload> awaitMessage(ActiveCall call) throws InterruptedException {
        beginWait(call);
        try {
            return call.inbox().take();
        } finally {
            threads.endWait();
        }
    }

    /** On the handler's thread: sends a message, and waits for room while the peer is slow. */
    void send(ActiveCall call, ByteBuffer message) throws IOException, InterruptedException, OversizeException {
        awaitRoom(call, message.remaining());
        if (!calls.send(call, message)) {
            throw new IOException("stream is over, its call was cancelled or its connection closed");
        }
        call.uninterruptible();
        flush();
        call.interruptible();
    }

    private boolean hasRoom(int sizeBytes) {
        return connection.output().queuedBytes() <= queueLimitBytes()
                && connection.memory().mayOwe(sizeBytes);
    }

    private int queueLimitBytes() {
        return connection.memory().hasRoom() ? STREAMS_QUEUED_BYTES : SHORT_QUEUED_BYTES;
    }

    /** Others may take what room there is before this thread goes on, so it looks again each time. */
    private void awaitRoom(ActiveCall call, int sizeBytes) throws IOException, InterruptedException {
        if (hasRoom(sizeBytes)) {
            return;
        }
        beginWait(call);
        try {
            while (!call.isCancelled() && !hasRoom(sizeBytes)) {
                if (connection.output().awaitAtMost(queueLimitBytes(), ROOM_CHECK_NANOS)) {
                    awaitMemory(sizeBytes);
                } else {
                    call.uninterruptible();
                    connection.flush();
                    call.interruptible();
                }
            }
        } catch (ClosedChannelException e) {
            call.cancel(); // as the connection's end is about to do: its handler is told, and not to blame
            throw e;
        } finally {
            threads.endWait();
        }
    }

    /** Looks again and again: room is made by other connections, which cannot say to whom. */
    private void awaitMemory(int sizeBytes) throws InterruptedException {
        if (!connection.memory().mayOwe(sizeBytes)) {
            TimeUnit.NANOSECONDS.sleep(MEMORY_CHECK_NANOS);
        }
    }

    /** A stream that is one too many to wait is given up; the interrupt of that ends the wait. */
    private void beginWait(ActiveCall call) {
        if (!threads.beginWait()) {
            giveUp(
                    call,
                    Status.of(
                            StatusCode.RESOURCE_EXHAUSTED,
                            "too many streams wait for their peers: limit=" + HandlerThreads.MAX_WAITING));
        }
    }
}
