package io.samehost.wire.frame;

import java.nio.ByteBuffer;

/**
 * One frame ready to be sent: {@code head} (header and envelope), and behind it the payload, which is the caller's own
 * array and was not copied.
 *
 * <p>An encoder has one such object and fills it again for the next frame: take the bytes before asking for another.
 */
public final class EncodedFrame {
    private ByteBuffer head = ByteBuffer.allocate(256);
    private byte[] payload = {};

    EncodedFrame() {}

    /** The bytes up to the payload, from position to limit. */
    public ByteBuffer head() {
        return head;
    }

    public byte[] payload() {
        return payload;
    }

    public int lengthBytes() {
        return head.remaining() + payload.length;
    }

    /** Opens a frame whose head will have {@code headBytes}; the caller writes into the buffer and flips it. */
    ByteBuffer open(int headBytes, byte[] behind) {
        if (head.capacity() < headBytes) {
            head = ByteBuffer.allocate(headBytes);
        }
        payload = behind;
        return head.clear();
    }
}
