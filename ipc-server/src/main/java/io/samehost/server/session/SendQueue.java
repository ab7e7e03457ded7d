package io.samehost.server.session;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** Bytes that one connection has yet to send. {@link Connection#flush} sends them. May be used from any thread. */
public interface SendQueue {
    /** Copies the remaining bytes of {@code bytes} behind what is queued; all of them, or none for want of memory. */
    void append(ByteBuffer bytes);

    /** Copies both behind what is queued, with nothing between them; both whole, or nothing for want of memory. */
    void append(ByteBuffer head, byte[] payload);

    /** The same for what remains in {@code payload}. */
    void append(ByteBuffer head, ByteBuffer payload);

    /** Bytes that were appended and have not been taken by the socket. */
    int queuedBytes();

    boolean isEmpty();

    /** True if so much waits to be flushed that the peer should have it already, though more will follow at once. */
    boolean hasBatch();

    /**
     * Waits until at most {@code limitBytes} are queued. Somebody else has to flush.
     *
     * @return false if {@code timeoutNanos} passed first
     * @throws ClosedChannelException if the connection is closed
     */
    boolean awaitAtMost(int limitBytes, long timeoutNanos) throws InterruptedException, ClosedChannelException;
}
