package io.samehost.server;

import io.samehost.protocol.RequestKind;
import io.samehost.protocol.ServerEvent;
import io.samehost.protocol.ServerEvent.MessageReceived;
import io.samehost.protocol.ServerEvent.NeedData;
import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerEvent.RemoteClosed;
import io.samehost.protocol.ServerEvent.RequestReceived;
import io.samehost.protocol.Streams;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * ttrpc on one connection: turns input into calls, and what handlers give into output. An inline handler runs on the
 * thread that reads, and the answers to one batch of input leave in few writes; other handlers run on threads of their
 * own and send their answers themselves. One that has been quick so far is run on the reading thread like an inline one;
 * if it is not quick this time, another thread reads on.
 */
final class RpcSession implements Session {
    /** A peer that does not read its answers is not read from any further... */
    private static final int MAX_QUEUED_BYTES = 1 << 20;

    /** ...and streams to it wait. They wait for less, or they alone could keep the connection from being read. */
    private static final int STREAMS_QUEUED_BYTES = MAX_QUEUED_BYTES / 2;

    /** What a stream may leave unread: beyond it, a connection of its own is paused... */
    private static final int PAUSING_INBOX_BYTES = 1 << 20;

    /** ...and a stream on a shared connection, which may not be paused for it, is ended. */
    private static final int LARGEST_INBOX_BYTES = 8 << 20;

    private static final String SHUTTING_DOWN = "server is shutting down";

    /** How often a sender that waits for room looks whether its call is cancelled. */
    private static final long ROOM_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AcceptedConnection connection;
    private final Dispatcher dispatcher;
    private final int maxInFlight;
    private final CallTable calls;

    /** What a reader leaves to the next one when a handler keeps it. */
    private final Runnable endBatch = this::endBatch;

    /** The stream that has this connection for itself. Written by the reading thread only. */
    private volatile ActiveCall owner;

    RpcSession(AcceptedConnection connection, Dispatcher dispatcher, int maxInFlight) {
        this.connection = connection;
        this.dispatcher = dispatcher;
        this.maxInFlight = maxInFlight;
        this.calls = new CallTable(connection.output());
    }

    @Override
    public boolean isReady() {
        ActiveCall stream = owner;
        return calls.size() - calls.streams() < maxInFlight
                && connection.output().queuedBytes() < MAX_QUEUED_BYTES
                && (stream == null || stream.isOver() || stream.inbox().bytes() < PAUSING_INBOX_BYTES);
    }

    @Override
    public boolean isInsideMessage() {
        return calls.isInsideFrame();
    }

    @Override
    public int callsInFlight() {
        return calls.size();
    }

    @Override
    public void received(ByteBuffer in) throws IOException {
        ReadingTurn turn = connection.turn();
        try {
            ServerEvent event = calls.next(in);
            while (!(event instanceof NeedData)) {
                handle(event);
                if (turn.isOver()) {
                    return;
                }
                if (connection.output().hasBatch()) {
                    connection.flush();
                }
                if (!isReady()) {
                    break;
                }
                event = calls.next(in);
            }
        } finally {
            if (!turn.isOver()) {
                endBatch();
            }
        }
    }

    private void endBatch() {
        connection.flush();
        if (calls.endOfBatch()) {
            connection.finish();
        }
    }

    private void handle(ServerEvent event) {
        if (event instanceof RequestReceived received) {
            begin(received);
        } else if (event instanceof MessageReceived received) {
            calls.find(received.streamId()).ifPresent(call -> deliver(call, received.message()));
        } else if (event instanceof RemoteClosed closed) {
            calls.find(closed.streamId()).ifPresent(call -> call.inbox().end());
        } else if (event instanceof Refused refused) {
            calls.refuse(refused);
        }
    }

    private void begin(RequestReceived received) {
        var method = dispatcher.find(received.request());
        if (received.request().timeoutNanos() < 0) {
            refuse(received, StatusCode.DEADLINE_EXCEEDED, "deadline had passed when the call was sent");
        } else if (method.isEmpty()) {
            calls.respond(received.streamId(), Response.failed(dispatcher.unimplemented(received.request())));
        } else if (method.get() instanceof Services.Unary unary) {
            beginUnary(received, unary);
        } else if (method.get() instanceof Services.Streaming streaming) {
            beginStream(received, streaming);
        }
    }

    private void beginUnary(RequestReceived received, Services.Unary unary) {
        if (received.kind() == RequestKind.REMOTE_OPEN) {
            refuse(received, StatusCode.INVALID_ARGUMENT, "method is unary, call it without a stream");
            return;
        }
        ServerRequest request = new ServerRequest(received.request(), connection.peer());
        if (unary.inline()) {
            beginInline(received, unary, request);
            return;
        }
        ActiveCall call = new ActiveCall(received, request, false);
        if (unary.pace().isQuick()) {
            tryHere(call, unary, connection.turn());
        } else {
            start(call, () -> calls.end(call, run(call, unary)));
        }
    }

    /** On the reading thread, which is the reading thread no more if this takes too long. */
    private void tryHere(ActiveCall call, Services.Unary unary, ReadingTurn turn) {
        if (!enter(call)) {
            return;
        }
        Response response;
        turn.enterHandler(unary.pace(), endBatch);
        try {
            response = run(call, unary);
        } finally {
            turn.leaveHandler();
        }
        calls.end(call, response);
        if (turn.isOver()) {
            sendEnd();
        }
    }

    private static Response run(ActiveCall call, Services.Unary unary) {
        long begunNanos = System.nanoTime();
        call.interruptible();
        try {
            return Dispatcher.run(unary.handler(), call.request());
        } finally {
            call.uninterruptible();
            unary.pace().ran(System.nanoTime() - begunNanos);
        }
    }

    private void beginInline(RequestReceived received, Services.Unary unary, ServerRequest request) {
        if (calls.isDraining() && !unary.whileDraining()) {
            refuse(received, StatusCode.UNAVAILABLE, SHUTTING_DOWN);
            return;
        }
        calls.respond(received.streamId(), Dispatcher.run(unary.handler(), request));
        Thread.interrupted(); // left by the handler, it would close the channel that this thread uses next
    }

    private void beginStream(RequestReceived received, Services.Streaming streaming) {
        if (received.kind() == RequestKind.UNARY) {
            refuse(received, StatusCode.INVALID_ARGUMENT, "method is a stream, open it as one");
            return;
        }
        if (received.kind() == RequestKind.REMOTE_OPEN && calls.streams() >= maxInFlight) {
            // Waiting, as unary calls do, would be for ever: the streams that are open need input to end.
            refuse(received, StatusCode.RESOURCE_EXHAUSTED, "too many open streams: limit=" + maxInFlight);
            return;
        }
        ServerRequest request = new ServerRequest(received.request(), connection.peer());
        boolean owns = request.metadata().first(Streams.OWN_CONNECTION).isPresent();
        ActiveCall call = new ActiveCall(received, request, owns);
        if (received.kind() == RequestKind.REMOTE_CLOSED) {
            call.inbox().end();
        } else if (owns) {
            owner = call;
        }
        start(call, () -> endStream(call, run(call, streaming)));
    }

    private Status run(ActiveCall call, Services.Streaming streaming) {
        call.interruptible();
        try {
            return Dispatcher.run(streaming.handler(), new ServerStream(this, call));
        } finally {
            call.uninterruptible();
        }
    }

    private void endStream(ActiveCall call, Status status) {
        if (!status.isOk()) {
            calls.end(call, Response.failed(status));
        } else if (call.result().isPresent()) {
            calls.end(call, Response.ok(call.result().get()));
        } else {
            calls.close(call);
        }
    }

    private void start(ActiveCall call, Runnable task) {
        if (enter(call) && !dispatcher.execute(() -> runAndSend(task))) {
            calls.end(call, failed(StatusCode.UNAVAILABLE, SHUTTING_DOWN));
        }
    }

    /**
     * Lets a call begin.
     *
     * @return false if it was refused
     */
    private boolean enter(ActiveCall call) {
        if (!calls.begin(call)) {
            calls.respond(call.streamId(), failed(StatusCode.UNAVAILABLE, SHUTTING_DOWN));
            return false;
        }
        if (call.request().hasDeadline()) {
            call.expireBy(dispatcher.schedule(() -> expire(call), call.request().remainingNanos()));
        }
        return true;
    }

    /** On a handler's thread: answers, and sends the answer. */
    private void runAndSend(Runnable task) {
        guarded(() -> {
            task.run();
            sendEnd();
        });
    }

    /** Of a call that can be neither answered nor ended its caller learns by a closed connection. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // for want of memory
            connection.failByBug(e);
        }
    }

    /** On a thread that does not read, once a call has ended: sends its answer, which may have been what the reader waits for. */
    private void sendEnd() {
        connection.flush();
        connection.resume();
        finishIfDone();
    }

    /**
     * On the timer's thread, which may not wait for a socket: the answer is sent by another. It is queued before the
     * handler is interrupted, whose own answer to that then comes too late.
     */
    private void expire(ActiveCall call) {
        guarded(() -> {
            calls.end(call, failed(StatusCode.DEADLINE_EXCEEDED, "deadline passed before the handler was done"));
            call.cancel();
            dispatcher.execute(() -> runAndSend(() -> {}));
        });
    }

    private void deliver(ActiveCall call, byte[] message) {
        call.inbox().add(message);
        if (!call.ownsConnection() && call.inbox().bytes() > LARGEST_INBOX_BYTES) {
            String text =
                    "stream is read too slowly: unreadBytes=" + call.inbox().bytes() + " limitBytes="
                            + LARGEST_INBOX_BYTES + ", give the stream a connection of its own";
            calls.end(call, failed(StatusCode.RESOURCE_EXHAUSTED, text));
            call.cancel();
        }
    }

    /** A handler has read from its inbox. */
    void inboxHasRoom() {
        connection.resume();
    }

    /** On the handler's thread: sends one message, and waits for room while the peer is slow. */
    void send(ActiveCall call, byte[] message) throws IOException, InterruptedException, OversizeException {
        while (!call.isCancelled() && !connection.output().awaitAtMost(STREAMS_QUEUED_BYTES, ROOM_CHECK_NANOS)) {
            flushUninterrupted(call);
        }
        if (!calls.send(call, message)) {
            throw new IOException("stream is over, its call was cancelled or its connection closed");
        }
        flushUninterrupted(call);
    }

    private void flushUninterrupted(ActiveCall call) {
        call.uninterruptible();
        connection.flush();
        call.interruptible();
    }

    private void refuse(RequestReceived received, StatusCode code, String message) {
        calls.respond(received.streamId(), failed(code, message));
    }

    private static Response failed(StatusCode code, String message) {
        return Response.failed(Status.of(code, message));
    }

    /**
     * A client that closes its side gets the answers that are ready, and the handlers at work are cancelled: whether it
     * still reads cannot be seen from here, and mostly it has gone. Go's server does the same.
     */
    @Override
    public void inputEnded() {
        closed();
        connection.finish();
    }

    @Override
    public void drain() {
        calls.drain();
        finishIfDone();
    }

    private void finishIfDone() {
        if (calls.isDone()) {
            connection.finish();
        }
    }

    @Override
    public void closed() {
        calls.removeAll().forEach(ActiveCall::cancel);
    }
}
