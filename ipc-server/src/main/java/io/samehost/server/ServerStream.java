package io.samehost.server;

import io.samehost.wire.OversizeException;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One streaming call as its handler sees it. For the thread that runs the handler.
 *
 * <p>ttrpc has no flow control on the wire. A client of this project gives every stream a connection of its own, and
 * the socket's buffers hold a sender back whose peer is slow, in both directions. Another client may have several
 * streams on one connection; then the messages of a slow handler wait in memory, up to 8 MiB for each stream, and beyond
 * that the stream ends with {@code RESOURCE_EXHAUSTED}, since nothing else would keep the other streams moving.
 */
public final class ServerStream implements Iterable<byte[]> {
    private final RpcSession session;
    private final ActiveCall call;

    ServerStream(RpcSession session, ActiveCall call) {
        this.session = session;
        this.call = call;
    }

    /** What opened the stream: its payload, metadata, deadline and peer. */
    public ServerRequest request() {
        return call.request();
    }

    /**
     * Waits for the client's next message.
     *
     * @return empty when the client has closed its side, or the call was cancelled ({@link ServerRequest#isCancelled})
     */
    public Optional<byte[]> receive() throws InterruptedException {
        Optional<byte[]> message = call.inbox().take();
        session.inboxHasRoom();
        return message;
    }

    /** The client's messages until it closes its side, each waited for. An interrupt ends the iteration. */
    @Override
    public Iterator<byte[]> iterator() {
        return new Messages();
    }

    /**
     * Sends a message; waits while the client is slow.
     *
     * @param message must not change until the call is over
     * @throws OversizeException if the message does not fit a frame; the stream goes on
     * @throws IOException if the call was cancelled or the connection is gone
     */
    public void send(byte[] message) throws IOException, InterruptedException, OversizeException {
        session.send(call, message);
    }

    /** Sets the one answer of a client stream, which is sent when the handler returns. */
    public void respond(byte[] result) {
        call.setResult(result);
    }

    private final class Messages implements Iterator<byte[]> {
        private Optional<byte[]> next = Optional.empty();
        private boolean ended;

        @Override
        public boolean hasNext() {
            if (next.isEmpty() && !ended) {
                try {
                    next = receive();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                ended = next.isEmpty();
            }
            return !ended;
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the client has closed its side");
            }
            byte[] message = next.orElseThrow();
            next = Optional.empty();
            return message;
        }
    }
}
