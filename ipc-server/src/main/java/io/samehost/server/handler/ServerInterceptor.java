package io.samehost.server.handler;

/**
 * Stands around every handler of a server, to authorise, to log, to measure. It may change nothing, look at the request,
 * answer by itself, or throw; see {@link io.samehost.server.ServerBuilder#intercept}.
 *
 * <pre>{@code
 * new ServerInterceptor() {
 *     public ServerRequest prepare(ServerRequest request) throws StatusException {
 *         if (request.metadata().first("token").isEmpty()) {
 *             throw new StatusException(StatusCode.UNAUTHENTICATED, "no token");
 *         }
 *         return request;
 *     }
 * }
 * }</pre>
 */
public interface ServerInterceptor {
    /**
     * Before a handler of whatever kind, on the handler's thread. The methods below get what it returns.
     *
     * @return the request that goes on instead, which may be the same, or one {@link ServerRequest#withMetadata}
     * @throws Exception ends the call with a status, as for {@link RequestHandler#handle}
     */
    default ServerRequest prepare(ServerRequest request) throws Exception {
        return request;
    }

    /** Around a unary handler, on the handler's thread. */
    default byte[] call(ServerRequest request, RequestHandler next) throws Exception {
        return next.handle(request);
    }

    /**
     * Around a streaming handler of any kind, from begin to end of the stream, on the handler's thread. The stream shows
     * every kind alike: the one request of a server stream is received as its only message, and the one answer of a client
     * stream is sent as its only message.
     */
    default void stream(ServerStream<byte[], byte[]> stream, BidiHandler<byte[], byte[]> next) throws Exception {
        next.handle(stream);
    }
}
