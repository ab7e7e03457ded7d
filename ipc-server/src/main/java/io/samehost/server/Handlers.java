package io.samehost.server;

import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ClientStreamHandler;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerStreamHandler;
import io.samehost.server.handler.TypedHandler;
import io.samehost.server.rpc.TypedHandlers;
import io.samehost.wire.Method;
import java.util.function.Supplier;

/**
 * Takes the handlers of methods: a {@link ServerBuilder}, or whatever else serves the same handlers. Each method returns this
 * object.
 *
 * @param <B> the type itself
 */
public interface Handlers<B extends Handlers<B>> {
    /**
     * Adds a handler that may block: it runs on a thread of its own, a virtual one where the runtime has them. A quick one
     * runs on the thread that reads, like an inline one. If it blocks there, another thread reads on after two milliseconds.
     */
    B handle(String service, String method, RequestHandler handler);

    /**
     * Adds a handler that promises not to block: it runs on the thread that reads, which is faster, and holds up other calls
     * of the same connection, or with the event loop of all connections.
     */
    B handleInline(String service, String method, RequestHandler handler);

    /** Adds a handler of client streams: many messages, one answer. It runs on a thread of its own. */
    B handleClientStream(String service, String method, ClientStreamHandler<byte[], byte[]> handler);

    /** Adds a handler of server streams: one request, many messages. It runs on a thread of its own. */
    B handleServerStream(String service, String method, ServerStreamHandler<byte[], byte[]> handler);

    /** Adds a handler of streams on which both ends send. It runs on a thread of its own. */
    B handleBidi(String service, String method, BidiHandler<byte[], byte[]> handler);

    /**
     * Tells what the messages of a service are, for clients that ask.
     *
     * @param descriptors gives a serialised {@code google.protobuf.FileDescriptorSet} of the files that describe the service,
     *     each behind those that it imports; called when a client asks, from any thread
     */
    B schema(String service, Supplier<byte[]> descriptors);

    /** Adds all methods of a service, such as one that is generated from a {@code .proto} file. */
    B add(Service service);

    /** Adds a handler of values instead of bytes, which may block like one of {@link #handle(String, String, RequestHandler)}. */
    default <Q, S> B handle(Method<Q, S> method, TypedHandler<Q, S> handler) {
        return handle(method.service(), method.name(), TypedHandlers.unary(method, handler));
    }

    /** Adds a handler of values that promises not to block, like one of {@link #handleInline(String, String, RequestHandler)}. */
    default <Q, S> B handleInline(Method<Q, S> method, TypedHandler<Q, S> handler) {
        return handleInline(method.service(), method.name(), TypedHandlers.unary(method, handler));
    }

    /** Adds a handler of client streams that carry values. */
    default <Q, S> B handleClientStream(Method<Q, S> method, ClientStreamHandler<Q, S> handler) {
        return handleClientStream(method.service(), method.name(), TypedHandlers.clientStream(method, handler));
    }

    /** Adds a handler of server streams that carry values. */
    default <Q, S> B handleServerStream(Method<Q, S> method, ServerStreamHandler<Q, S> handler) {
        return handleServerStream(method.service(), method.name(), TypedHandlers.serverStream(method, handler));
    }

    /** Adds a handler of streams on which both ends send values. */
    default <Q, S> B handleBidi(Method<Q, S> method, BidiHandler<Q, S> handler) {
        return handleBidi(method.service(), method.name(), TypedHandlers.bidi(method, handler));
    }
}
