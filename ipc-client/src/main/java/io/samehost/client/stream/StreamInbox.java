package io.samehost.client.stream;

import io.samehost.wire.ProtocolException;
import io.samehost.wire.frame.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Messages of one stream between the socket and the caller. Bounded: at the bound nothing more is read ahead, and the
 * socket holds the server back. Not thread-safe: the stream's read lock guards it.
 */
public final class StreamInbox {
    private static final int READ_BUFFER_BYTES = 64 * 1024;

    /** Taken off the socket by a sender that waits for room, so that two such senders need not halt. */
    private static final int MAX_READ_AHEAD_BYTES = 1 << 20;

    /** Memory that a message takes beside its bytes: without it, empty messages would have no bound. */
    private static final int MESSAGE_OVERHEAD_BYTES = 64;

    private final StreamChannel channel;
    private final StreamProtocol protocol;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER_BYTES).flip();
    private final Queue<Payload> messages = new ArrayDeque<>();
    private int heldBytes;

    public StreamInbox(StreamChannel channel, StreamProtocol protocol) {
        this.channel = channel;
        this.protocol = protocol;
    }

    /** The next message that is here; empty if more has to be read first, or the stream has ended. */
    public Optional<Payload> next() throws ProtocolException {
        if (messages.isEmpty()) {
            return protocol.receive(in);
        }
        Payload message = messages.remove();
        heldBytes -= sizeBytes(message);
        return Optional.of(message);
    }

    /** Reads what the socket has, without waiting. Only once {@link #next} is empty: there is no room before. */
    public void fill() throws IOException {
        in.compact();
        try {
            channel.read(in);
        } finally {
            in.flip();
        }
    }

    public boolean mayReadAhead() {
        return heldBytes < MAX_READ_AHEAD_BYTES;
    }

    /** Keeps what the socket has for {@link #next}. */
    public void readAhead() throws IOException {
        fill();
        for (Optional<Payload> message = protocol.receive(in); message.isPresent(); message = protocol.receive(in)) {
            messages.add(message.get());
            heldBytes += sizeBytes(message.get());
        }
    }

    private static int sizeBytes(Payload message) {
        return message.heldBytes() + MESSAGE_OVERHEAD_BYTES;
    }
}
