package io.samehost.wire.frame;

import java.nio.ByteBuffer;

/**
 * One frame ready to be sent: {@code head} (header and envelope), and behind it the payload, which is the caller's own
 * array or buffer and was not copied.
 *
 * <p>An encoder has one such object and fills it again for the next frame: take the bytes before asking for another.
 */
public final class EncodedFrame {
    private static final byte[] NO_BYTES = {};
    private static final ByteBuffer NOTHING = ByteBuffer.wrap(NO_BYTES);

    private ByteBuffer head = ByteBuffer.allocate(256);
    private byte[] payload = NO_BYTES;
    private ByteBuffer buffer = NOTHING;

    EncodedFrame() {}

    /** The bytes up to the payload, from position to limit. */
    public ByteBuffer head() {
        return head;
    }

    /** The payload, unless it is a {@link #buffer}. */
    public byte[] payload() {
        return payload;
    }

    /** The payload, from position to limit, unless it is an array. */
    public ByteBuffer buffer() {
        return buffer;
    }

    public boolean hasBuffer() {
        return buffer.hasRemaining();
    }

    public int lengthBytes() {
        return head.remaining() + payload.length + buffer.remaining();
    }

    /** Copies the whole frame into {@code out}, and returns that. */
    public ByteBuffer putInto(ByteBuffer out) {
        return out.put(head).put(payload).put(buffer);
    }

    /** Opens a frame whose head will have {@code headBytes}; the caller writes into the buffer and flips it. */
    ByteBuffer open(int headBytes, byte[] behind) {
        payload = behind;
        buffer = NOTHING;
        return opened(headBytes);
    }

    /** The same with a buffer behind the head. */
    ByteBuffer open(int headBytes, ByteBuffer behind) {
        payload = NO_BYTES;
        buffer = behind;
        return opened(headBytes);
    }

    private ByteBuffer opened(int headBytes) {
        if (head.capacity() < headBytes) {
            head = ByteBuffer.allocate(headBytes);
        }
        return head.clear();
    }
}
