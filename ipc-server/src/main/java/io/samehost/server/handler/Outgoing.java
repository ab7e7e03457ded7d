package io.samehost.server.handler;

import io.samehost.wire.OversizeException;
import java.io.IOException;

/** The messages that a server sends on one stream. For the thread that runs the handler. */
public interface Outgoing<S> {
    /** The request that opened the stream: its metadata, deadline and peer. */
    ServerRequest request();

    /**
     * Sends a message; waits while the client is slow.
     *
     * @param message must not change until the call is over
     * @throws OversizeException if the message does not fit a frame; the stream goes on
     * @throws IOException if the call was cancelled or the connection is gone
     * @throws IllegalArgumentException if the message cannot be encoded; the stream goes on
     */
    void send(S message) throws IOException, InterruptedException, OversizeException;
}
