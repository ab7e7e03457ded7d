package io.samehost.server.handler;

/** Answers calls of a {@link io.samehost.wire.Method} with values instead of bytes. */
@FunctionalInterface
public interface TypedHandler<Q, S> {
    /**
     * Answers one call, as {@link RequestHandler#handle} does.
     *
     * @param value what the client sent
     * @param request all else about the call
     */
    S handle(Q value, ServerRequest request) throws Exception;
}
