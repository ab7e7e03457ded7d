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
    private static final int FIRST_BUFFER_BYTES = 16 * 1024;

    /** More than a socket of AF_UNIX holds: large messages come several at a time, and few of them in pieces. */
    private static final int LARGEST_BUFFER_BYTES = 256 * 1024;

    /** Taken off the socket by a sender that waits for room, so that two such senders need not halt. */
    private static final int MAX_READ_AHEAD_BYTES = 1 << 20;

    /** Memory that a message takes beside its bytes: without it, empty messages would have no bound. */
    private static final int MESSAGE_OVERHEAD_BYTES = 64;

    private final StreamChannel channel;
    private final StreamProtocol protocol;
    private ByteBuffer in = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES).flip();
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

    /**
     * Reads what the socket has, without waiting. Only once {@link #next} is empty: nothing is left in the buffer then.
     *
     * @return bytes read, possibly 0
     */
    public int fill() throws IOException {
        in = emptied(in);
        try {
            return channel.read(in);
        } finally {
            in.flip();
        }
    }

    /** Room for the next read: more than before if the last one needed all. */
    private static ByteBuffer emptied(ByteBuffer used) {
        boolean full = used.limit() == used.capacity();
        return full && used.capacity() < LARGEST_BUFFER_BYTES
                ? ByteBuffer.allocateDirect(2 * used.capacity())
                : used.clear();
    }

    public boolean mayReadAhead() {
        return heldBytes < MAX_READ_AHEAD_BYTES;
    }

    /** Keeps what the socket has for {@link #next}. */
    public void readAhead() throws IOException {
        keepWhole();
        fill();
        keepWhole();
    }

    private void keepWhole() throws ProtocolException {
        for (Optional<Payload> message = protocol.receive(in); message.isPresent(); message = protocol.receive(in)) {
            messages.add(message.get());
            heldBytes += sizeBytes(message.get());
        }
    }

    private static int sizeBytes(Payload message) {
        return message.heldBytes() + MESSAGE_OVERHEAD_BYTES;
    }
}
