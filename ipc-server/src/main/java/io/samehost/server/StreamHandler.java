package io.samehost.server;

/** Answers streaming calls: client, server and bidirectional streams alike. */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Serves one stream from begin to end, on a thread of its own. When it returns, the stream is closed well; what it
     * throws ends the stream with a status, as for {@link RequestHandler#handle}.
     */
    void handle(ServerStream stream) throws Exception;
}
