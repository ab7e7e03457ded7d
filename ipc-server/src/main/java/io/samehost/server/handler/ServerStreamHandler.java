package io.samehost.server.handler;

/** Answers streams on which the client sends one request and gets many messages. */
@FunctionalInterface
public interface ServerStreamHandler<Q, S> {
    /**
     * Serves one stream from begin to end, on a thread of its own. When it returns, the stream is closed well; what it
     * throws ends the stream with a status, as for {@link RequestHandler#handle}.
     *
     * @param value what the client sent
     * @param answers takes what goes back, and tells all else about the call
     */
    void handle(Q value, Outgoing<S> answers) throws Exception;
}
