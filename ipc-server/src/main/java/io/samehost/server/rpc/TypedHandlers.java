package io.samehost.server.rpc;

import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ClientStreamHandler;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStreamHandler;
import io.samehost.server.handler.StatusException;
import io.samehost.server.handler.TypedHandler;
import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;

/** Makes handlers of bytes from handlers of values. */
public final class TypedHandlers {
    private TypedHandlers() {}

    public static <Q, S> RequestHandler unary(Method<Q, S> method, TypedHandler<Q, S> handler) {
        RequestHandler arrays = request -> {
            Q value = decode(method, request.payload());
            return method.response().encode(handler.handle(value, request));
        };
        return method.request() instanceof BufferMarshaller || method.response() instanceof BufferMarshaller
                ? new Buffers<>(method, handler, arrays)
                : arrays;
    }

    /** A handler of values that are read from buffers or written into some; {@code arrays} is the same without them. */
    private record Buffers<Q, S>(Method<Q, S> method, TypedHandler<Q, S> handler, RequestHandler arrays)
            implements BufferHandler {
        @Override
        public boolean readsBuffers() {
            return method.request() instanceof BufferMarshaller;
        }

        @Override
        public ByteBuffer handleBuffer(IncomingRequest request) throws Exception {
            Q value = method.request() instanceof BufferMarshaller<Q> buffers
                    ? decode(buffers::read, request.buffer())
                    : decode(method, request.payload());
            S answer = handler.handle(value, request);
            return method.response() instanceof BufferMarshaller<S> buffers
                    ? buffers.write(answer)
                    : ByteBuffer.wrap(method.response().encode(answer));
        }

        @Override
        public byte[] handle(ServerRequest request) throws Exception {
            return arrays.handle(request);
        }
    }

    public static <Q, S> ClientStreamHandler<byte[], byte[]> clientStream(
            Method<Q, S> method, ClientStreamHandler<Q, S> handler) {
        return messages ->
                method.response().encode(handler.handle(new TypedStream.Decoded<>(messages, method.request())));
    }

    public static <Q, S> ServerStreamHandler<byte[], byte[]> serverStream(
            Method<Q, S> method, ServerStreamHandler<Q, S> handler) {
        return (payload, answers) ->
                handler.handle(decode(method, payload), new TypedStream.Encoded<>(answers, method.response()));
    }

    public static <Q, S> BidiHandler<byte[], byte[]> bidi(Method<Q, S> method, BidiHandler<Q, S> handler) {
        return stream -> handler.handle(new TypedStream<>(
                new TypedStream.Decoded<>(stream, method.request()),
                new TypedStream.Encoded<>(stream, method.response())));
    }

    private static <Q> Q decode(Method<Q, ?> method, byte[] payload) throws StatusException {
        return decode(method.request()::decode, payload);
    }

    private static <A, Q> Q decode(Marshaller.Conversion<A, Q> conversion, A payload) throws StatusException {
        try {
            return conversion.apply(payload);
        } catch (Exception e) {
            throw new StatusException(StatusCode.INVALID_ARGUMENT, "request cannot be decoded: " + e);
        }
    }
}
