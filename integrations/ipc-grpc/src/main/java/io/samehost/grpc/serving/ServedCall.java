package io.samehost.grpc.serving;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.samehost.grpc.flow.Arrivals;
import io.samehost.grpc.flow.Room;
import io.samehost.grpc.value.Headers;
import io.samehost.grpc.value.Statuses;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.rpc.HandlerThreads;
import io.samehost.server.rpc.Services;
import io.samehost.server.rpc.StreamKind;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call at its server. gRPC tells what happens, one thing at a time and on threads that must not wait: with the next thing it
 * waits for this one. So a handler runs elsewhere, but for an inline one. Of a stream, gRPC is asked for one message
 * more whenever the handler has received one.
 */
final class ServedCall extends ServerCall.Listener<byte[]> {
    private static final LastingLog LOG = new LastingLog(ServedCall.class);
    private static final byte[] NO_BYTES = {};

    private final ServerCall<byte[], byte[]> call;
    private final Metadata headers;
    private final Services.Named method;
    private final ServedCalls calls;
    private final boolean takesMessages;
    private final Context context;

    private final CallState state = new CallState();
    private final Arrivals arrivals = new Arrivals();
    private final Room room = new Room();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** For the thread that gRPC tells of the call. The one message of a client that sends no others. */
    private Optional<byte[]> payload = Optional.empty();

    /** For the thread that answers. */
    private boolean headersSent;

    ServedCall(ServerCall<byte[], byte[]> call, Metadata headers, Services.Named method, ServedCalls calls) {
        this.call = call;
        this.headers = headers;
        this.method = method;
        this.calls = calls;
        this.takesMessages = method.served() instanceof Services.Streaming streaming
                && streaming.kind().takesMessages();
        this.context = Context.current().withValue(ServedMethod.CONNECTION, call.getAttributes());
    }

    /** Starts the handler of a stream to which the client sends. Others start when the request is there. */
    void begin() {
        if (takesMessages) {
            call.request(1);
            start(NO_BYTES);
        } else {
            call.request(2); // the second one is one too many
        }
    }

    @Override
    public void onMessage(byte[] message) {
        if (takesMessages) {
            arrivals.add(message);
        } else if (payload.isEmpty()) {
            payload = Optional.of(message);
        } else {
            close(Status.of(StatusCode.INTERNAL, "more than one request: " + name()), Optional.empty());
        }
    }

    @Override
    public void onHalfClose() {
        if (takesMessages) {
            arrivals.end();
        } else if (payload.isEmpty()) {
            close(Status.of(StatusCode.INTERNAL, "no request: " + name()), Optional.empty());
        } else if (!closed.get()) {
            start(payload.get());
        }
    }

    @Override
    public void onReady() {
        room.changed();
    }

    @Override
    public void onCancel() {
        cancel();
    }

    private void cancel() {
        state.cancel();
        arrivals.end();
        room.changed();
    }

    void serverCloses() {
        state.serverCloses();
    }

    private void start(byte[] message) {
        GrpcRequest request = new GrpcRequest(
                method.service(),
                method.name(),
                message,
                Headers.fromGrpc(headers),
                Optional.ofNullable(context.getDeadline()),
                state);
        calls.begun(this);
        if (method.served() instanceof Services.Unary unary && unary.inline()) {
            context.run(() -> run(request));
            Thread.interrupted(); // left by the handler, it is none of gRPC's business
        } else {
            execute(context.wrap(() -> runInterruptibly(request)));
        }
    }

    private void execute(Runnable task) {
        try {
            calls.places().execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            calls.ended(this);
            LOG.log(Level.WARNING, "no thread for a handler: cause=" + e);
            Status status =
                    Status.of(StatusCode.RESOURCE_EXHAUSTED, "server has no thread for the handler, try again later");
            close(status, Optional.empty());
        }
    }

    private void runInterruptibly(GrpcRequest request) {
        state.interruptible();
        try {
            run(request);
        } finally {
            state.uninterruptible();
        }
    }

    /** Throws nothing, whatever the handler does. */
    private void run(GrpcRequest request) {
        Status status = Status.OK;
        Optional<byte[]> answer = Optional.empty();
        try {
            answer = handle(request);
            if (answer.isEmpty() && hasOneAnswer()) {
                status = Status.of(StatusCode.INTERNAL, "handler gave no answer: " + name());
            }
        } catch (Throwable t) {
            status = calls.failures().statusOf(t, request);
        } finally {
            calls.ended(this);
        }
        close(status, answer);
    }

    /** The one answer, where there is one. */
    private Optional<byte[]> handle(GrpcRequest request) throws Exception {
        if (method.served() instanceof Services.Unary unary) {
            return Optional.ofNullable(unary.handler().handle(request));
        }
        Services.Streaming streaming = (Services.Streaming) method.served();
        if (streaming.kind() == StreamKind.SERVER_STREAM) {
            arrivals.add(request.payload());
            arrivals.end();
        }
        GrpcStream stream = new GrpcStream(this, request, streaming.kind());
        streaming.handler().handle(stream);
        return stream.answer();
    }

    private boolean hasOneAnswer() {
        return !(method.served() instanceof Services.Streaming streaming)
                || streaming.kind() == StreamKind.CLIENT_STREAM;
    }

    private String name() {
        return "method=" + method.service() + "/" + method.name();
    }

    /** On the handler's thread: waits for a message of the client; empty when there will be none. */
    Optional<byte[]> receive() throws InterruptedException {
        Optional<byte[]> message = arrivals.poll();
        if (message.isEmpty()) {
            beginWait();
            try {
                message = arrivals.take();
            } finally {
                calls.places().endWait();
            }
        }
        if (message.isPresent() && takesMessages) {
            call.request(1);
        }
        return message;
    }

    /** On the handler's thread: sends a message, and waits for room while the client is slow. */
    void send(byte[] message) throws IOException, InterruptedException {
        if (!mayGoOn()) {
            beginWait();
            try {
                room.await(this::mayGoOn);
            } finally {
                calls.places().endWait();
            }
        }
        if (state.isCancelled()) {
            throw new IOException("stream is over, its call was cancelled or its connection closed");
        }
        sendNow(message);
    }

    private boolean mayGoOn() {
        return call.isReady() || state.isCancelled();
    }

    /** A stream that is one too many to wait is given up; the interrupt of that ends the wait. */
    private void beginWait() {
        if (!calls.places().beginWait()) {
            Status status = Status.of(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "too many streams wait for their peers: limit=" + HandlerThreads.MAX_WAITING);
            close(status, Optional.empty());
            cancel();
        }
    }

    private void sendNow(byte[] message) {
        if (!headersSent) {
            headersSent = true;
            call.sendHeaders(new Metadata());
        }
        call.sendMessage(message);
    }

    /** The first end counts. Throws nothing: whoever calls this could do nothing about it. */
    private void close(Status status, Optional<byte[]> answer) {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            if (status.isOk()) {
                answer.ifPresent(this::sendNow);
            }
            call.close(Statuses.toGrpc(status), Statuses.trailers(status));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "call could not be answered: " + name(), e);
        }
    }
}
