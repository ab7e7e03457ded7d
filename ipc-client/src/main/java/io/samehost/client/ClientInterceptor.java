package io.samehost.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Stands around the calls of a client, to log, to measure, to add metadata; see {@link ClientConfig#withInterceptor}.
 *
 * <pre>{@code
 * new ClientInterceptor() {
 *     public byte[] call(Invocation invocation, Calls next) throws IOException, CallException {
 *         return next.call(invocation.withMetadata("token", token));
 *     }
 * }
 * }</pre>
 */
public interface ClientInterceptor {

    /** What an interceptor stands before: the next interceptor, or the client itself. */
    interface Calls {
        byte[] call(Invocation invocation) throws IOException, CallException;

        CompletableFuture<byte[]> callAsync(Invocation invocation);

        /** Opens a stream on which the client sends only its request. */
        ClientStream serverStream(Invocation invocation) throws IOException, CallException;

        /** Opens a stream on which both ends may send. */
        ClientStream stream(Invocation invocation) throws IOException, CallException;
    }

    /** Around a call, on the caller's thread. */
    default byte[] call(Invocation invocation, Calls next) throws IOException, CallException {
        return next.call(invocation);
    }

    /** Around an asynchronous call. */
    default CompletableFuture<byte[]> callAsync(Invocation invocation, Calls next) {
        return next.callAsync(invocation);
    }

    /** Around the opening of a server stream. */
    default ClientStream serverStream(Invocation invocation, Calls next) throws IOException, CallException {
        return next.serverStream(invocation);
    }

    /** Around the opening of a stream on which both ends may send. */
    default ClientStream stream(Invocation invocation, Calls next) throws IOException, CallException {
        return next.stream(invocation);
    }
}
