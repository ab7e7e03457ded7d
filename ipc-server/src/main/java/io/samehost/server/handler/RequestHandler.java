package io.samehost.server.handler;

/** Answers unary calls. One handler serves every address and family that a server listens on. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Answers one call. Called from many threads at once.
     *
     * @return the result, not null; the array must not change afterwards
     * @throws StatusException to choose the status that the caller sees
     * @throws Exception anything else is logged and becomes {@code UNKNOWN} at the caller, who learns the class of the
     *     exception and not its text; the server goes on
     */
    byte[] handle(ServerRequest request) throws Exception;
}
