package io.samehost.server.handler;

import io.samehost.wire.BufferMarshaller;
import java.util.Iterator;
import java.util.Optional;

/**
 * The messages that a client sends on one stream. For the thread that runs the handler.
 *
 * <p>A slow handler holds its client back: the connection is not read from while the stream is its only call. Beside other
 * calls a few mebibytes wait in memory, then those calls wait for a second. A stream that is no further by then ends with
 * {@code RESOURCE_EXHAUSTED}. A client of this project gives every stream a connection of its own.
 */
public interface Incoming<Q> extends Iterable<Q> {
    /** The request that opened the stream: its metadata, deadline and peer. */
    ServerRequest request();

    /**
     * Waits for the client's next message. A payload of the request counts as the first message. What a {@link BufferMarshaller}
     * reads is lent until the next one is asked for, or the handler returns.
     *
     * @return empty when the client has closed its side, or the call was cancelled ({@link ServerRequest#isCancelled})
     */
    Optional<Q> receive() throws InterruptedException;

    /** The client's messages until it closes its side, each waited for. An interrupt ends the iteration. */
    @Override
    Iterator<Q> iterator();
}
