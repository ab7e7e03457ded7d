package io.samehost.client;

import io.samehost.wire.Method;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Calls methods with values: a {@link Client}, or whatever else reaches the same methods. What is generated from a {@code
 * .proto} file calls by one. Thread-safe.
 *
 * <p>Whichever it is, what the server said is a {@link CallException}, and a server that cannot be reached, or a connection that is
 * lost, is an {@link IOException}: mostly {@link ConnectionClosedException}, whose status is {@code UNAVAILABLE}. One that connects
 * when it is needed, as over gRPC, opens a stream without a server too; then its first message throws.
 */
public interface Caller {
    /** Calls a method with a value and waits for the value of its answer, with the caller's own timeout. */
    default <Q, S> S call(Method<Q, S> method, Q value) throws IOException, CallException {
        return call(method, value, CallOptions.DEFAULT);
    }

    /**
     * Calls a method with a value and waits for the value of its answer. An interrupt ends the wait with status CANCELLED and
     * stays set.
     *
     * @throws CallException if the server answered with an error, the deadline passed, or the answer cannot be decoded (with
     *     status INTERNAL)
     * @throws IOException if the server cannot be reached, or the connection went away meanwhile
     * @throws IllegalArgumentException if the value cannot be encoded; nothing was sent
     */
    <Q, S> S call(Method<Q, S> method, Q value, CallOptions options) throws IOException, CallException;

    /** Calls a method with a value and returns at once, with the caller's own timeout. */
    default <Q, S> CompletableFuture<S> callAsync(Method<Q, S> method, Q value) {
        return callAsync(method, value, CallOptions.DEFAULT);
    }

    /**
     * Calls a method with a value and returns at once; only connecting, where that is needed, is waited for. The future fails
     * with what {@link #call(Method, Object, CallOptions)} throws. Code that is attached to it runs on a thread of the
     * library, which decodes the answer too, and should not take long. Cancelling the future gives the call up.
     *
     * @throws IllegalArgumentException if the value cannot be encoded; nothing was sent
     */
    <Q, S> CompletableFuture<S> callAsync(Method<Q, S> method, Q value, CallOptions options);

    /** Opens a stream on which the server sends values, and to which no deadline applies. */
    default <Q, S> TypedStream<Q, S> serverStream(Method<Q, S> method, Q value) throws IOException, CallException {
        return serverStream(method, value, CallOptions.DEFAULT);
    }

    /**
     * Opens a stream on which the server sends values and the client has said everything with its request.
     *
     * @param options a stream has no deadline unless one is set here
     * @throws IllegalArgumentException if the value cannot be encoded; nothing was sent
     */
    <Q, S> TypedStream<Q, S> serverStream(Method<Q, S> method, Q value, CallOptions options)
            throws IOException, CallException;

    /** Opens a stream on which both ends may send values, and to which no deadline applies. */
    default <Q, S> TypedStream<Q, S> stream(Method<Q, S> method) throws IOException, CallException {
        return stream(method, CallOptions.DEFAULT);
    }

    /**
     * Opens a stream on which both ends may send values; {@link TypedStream#result} ends a client stream.
     *
     * @param options a stream has no deadline unless one is set here
     */
    <Q, S> TypedStream<Q, S> stream(Method<Q, S> method, CallOptions options) throws IOException, CallException;
}
