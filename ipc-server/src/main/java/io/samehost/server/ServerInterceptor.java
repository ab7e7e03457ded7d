package io.samehost.server;

/**
 * Stands around every handler of a server, to log, to authorise, to measure. It may change nothing, look at the request,
 * answer by itself, or throw; see {@link ServerBuilder#intercept}.
 *
 * <pre>{@code
 * new ServerInterceptor() {
 *     public byte[] call(ServerRequest request, RequestHandler next) throws Exception {
 *         if (request.metadata().first("token").isEmpty()) {
 *             throw new StatusException(StatusCode.UNAUTHENTICATED, "no token");
 *         }
 *         return next.handle(request);
 *     }
 * }
 * }</pre>
 */
public interface ServerInterceptor {
    /** Around a unary handler, on the handler's thread. */
    default byte[] call(ServerRequest request, RequestHandler next) throws Exception {
        return next.handle(request);
    }

    /** Around a streaming handler, from begin to end of the stream, on the handler's thread. */
    default void stream(ServerStream stream, StreamHandler next) throws Exception {
        next.handle(stream);
    }
}
