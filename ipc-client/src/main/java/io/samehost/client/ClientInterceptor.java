package io.samehost.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Stands around the calls of a client, to add metadata, to log, to measure; see {@link ClientConfig#withInterceptor}.
 *
 * <pre>{@code
 * new ClientInterceptor() {
 *     public Invocation prepare(Invocation invocation) {
 *         return invocation.withMetadata("token", token);
 *     }
 * }
 * }</pre>
 */
public interface ClientInterceptor {

    /** The calls behind an interceptor: those of the next interceptor, or of the client itself. */
    interface Calls {
        byte[] call(Invocation invocation) throws IOException, CallException;

        CompletableFuture<byte[]> callAsync(Invocation invocation);

        /** Opens a stream on which the client sends only its request. */
        ClientStream serverStream(Invocation invocation) throws IOException, CallException;

        /** Opens a stream on which both ends may send. */
        ClientStream stream(Invocation invocation) throws IOException, CallException;
    }

    /**
     * Before a call or stream of whatever kind, on the caller's thread. The methods below get what it returns.
     *
     * @return the invocation that goes on instead, which may be the same
     * @throws IOException ends the call, as does any other exception; from {@link Client#callAsync} it comes by the future
     */
    default Invocation prepare(Invocation invocation) throws IOException, CallException {
        return invocation;
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
