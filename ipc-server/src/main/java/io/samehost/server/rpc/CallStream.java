package io.samehost.server.rpc;

import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.report.CallReport;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;

/** A stream of an {@link RpcSession}, as its handler sees it. For the thread that runs the handler. */
final class CallStream implements TypedStream.Lending {
    private final CallRunner runner;
    private final CallTable calls;
    private final Backpressure backpressure;
    private final ActiveCall call;
    private final StreamKind kind;

    /** The one answer of a client stream. */
    private Optional<byte[]> answer = Optional.empty();

    /** The message that the handler has; it may be given back already. */
    private Payload received = Payload.NONE;

    /** True once the handler has asked for a buffer. */
    private boolean lends;

    private long receivedBytes;
    private long sentBytes;

    /** On the reading thread. A payload of the request is the first message, and of a server stream always the only one. */
    CallStream(CallRunner runner, CallTable calls, Backpressure backpressure, ActiveCall call, StreamKind kind) {
        this.runner = runner;
        this.calls = calls;
        this.backpressure = backpressure;
        this.call = call;
        this.kind = kind;
        byte[] payload = call.request().payload();
        if (payload.length > 0 || kind == StreamKind.SERVER_STREAM) {
            call.inbox().add(Payload.shared(payload));
        }
        if (!call.takesMessages()) {
            call.inbox().end();
        }
    }

    /** Runs the handler to its end, and queues the frame that its kind of stream ends with. */
    void serve(Dispatcher dispatcher, BidiHandler<byte[], byte[]> handler) {
        Optional<CallReport> report = dispatcher.report(request());
        Status status;
        call.interruptible();
        try {
            status = dispatcher.run(handler, this);
        } finally {
            call.uninterruptible();
            received.giveBack();
        }
        if (status.isOk() && kind == StreamKind.CLIENT_STREAM && answer.isEmpty()) { // an interceptor may have kept it
            status = Status.of(StatusCode.INTERNAL, "handler gave no answer: " + Dispatcher.nameOf(request()));
        }
        if (report.isPresent()) {
            report.get().ended(status, receivedBytes, sentBytes);
        }
        if (!status.isOk()) {
            calls.answer(call, Response.failed(status));
        } else if (kind == StreamKind.CLIENT_STREAM) {
            calls.answer(call, Response.ok(answer.get()));
        } else {
            calls.close(call);
        }
    }

    @Override
    public ServerRequest request() {
        return call.request();
    }

    @Override
    public Optional<byte[]> receive() throws InterruptedException {
        return next() ? Optional.of(received.bytes()) : Optional.empty();
    }

    @Override
    public Optional<ByteBuffer> receiveBuffer() throws InterruptedException {
        if (!lends) {
            lends = true;
            calls.lend();
        }
        return next() ? Optional.of(received.buffer()) : Optional.empty();
    }

    /** Waits for the next message, and returns false if there is none. */
    private boolean next() throws InterruptedException {
        received.giveBack();
        Optional<Payload> message = runner.receive(call);
        backpressure.messageTaken(call);
        runner.resume();
        if (message.isPresent()) {
            received = message.get();
            receivedBytes += received.sizeBytes();
        }
        return message.isPresent();
    }

    @Override
    public Iterator<byte[]> iterator() {
        return new MessageIterator<>(this);
    }

    @Override
    public void send(byte[] message) throws IOException, InterruptedException, OversizeException {
        if (kind != StreamKind.CLIENT_STREAM) {
            runner.send(call, ByteBuffer.wrap(message));
        } else if (answer.isEmpty()) {
            answer = Optional.of(message);
        } else {
            throw new IllegalStateException("a client stream has one answer");
        }
        sentBytes += message.length;
    }

    @Override
    public void sendBuffer(ByteBuffer message) throws IOException, InterruptedException, OversizeException {
        if (kind == StreamKind.CLIENT_STREAM) {
            byte[] copy = new byte[message.remaining()];
            message.get(message.position(), copy);
            send(copy);
        } else {
            runner.send(call, message.duplicate());
            sentBytes += message.remaining();
        }
    }
}
