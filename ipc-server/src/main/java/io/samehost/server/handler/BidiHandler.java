package io.samehost.server.handler;

/** Answers streams on which both ends send. */
@FunctionalInterface
public interface BidiHandler<Q, S> {
    /**
     * Serves one stream from begin to end, on a thread of its own. When it returns, the stream is closed well; what it
     * throws ends the stream with a status, as for {@link RequestHandler#handle}.
     */
    void handle(ServerStream<Q, S> stream) throws Exception;
}
