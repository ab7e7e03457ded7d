package io.samehost.grpc.serving;

import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.server.rpc.MessageIterator;
import io.samehost.server.rpc.StreamKind;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/** A stream as its handler sees it. For the thread that runs the handler. */
final class GrpcStream implements ServerStream<byte[], byte[]> {
    private final ServedCall call;
    private final ServerRequest request;
    private final StreamKind kind;

    /** The one answer of a client stream. */
    private Optional<byte[]> answer = Optional.empty();

    GrpcStream(ServedCall call, ServerRequest request, StreamKind kind) {
        this.call = call;
        this.request = request;
        this.kind = kind;
    }

    @Override
    public ServerRequest request() {
        return request;
    }

    @Override
    public Optional<byte[]> receive() throws InterruptedException {
        return call.receive();
    }

    @Override
    public Iterator<byte[]> iterator() {
        return new MessageIterator<>(this);
    }

    @Override
    public void send(byte[] message) throws IOException, InterruptedException {
        if (kind != StreamKind.CLIENT_STREAM) {
            call.send(message);
        } else if (answer.isEmpty()) {
            answer = Optional.of(message);
        } else {
            throw new IllegalStateException("a client stream has one answer");
        }
    }

    Optional<byte[]> answer() {
        return answer;
    }
}
