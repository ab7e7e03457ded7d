package io.samehost.server.rpc;

import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.wire.OversizeException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/** A stream whose request an interceptor has replaced. For the thread that runs the handler. */
record PreparedStream(ServerStream<byte[], byte[]> stream, ServerRequest request)
        implements ServerStream<byte[], byte[]> {

    /** The stream as {@code interceptor} passes it on. */
    static ServerStream<byte[], byte[]> by(ServerInterceptor interceptor, ServerStream<byte[], byte[]> stream)
            throws Exception {
        ServerRequest before = stream.request();
        ServerRequest request = interceptor.prepare(before);
        return request == before ? stream : new PreparedStream(stream, request);
    }

    @Override
    public Optional<byte[]> receive() throws InterruptedException {
        return stream.receive();
    }

    @Override
    public Iterator<byte[]> iterator() {
        return stream.iterator();
    }

    @Override
    public void send(byte[] message) throws IOException, InterruptedException, OversizeException {
        stream.send(message);
    }
}
