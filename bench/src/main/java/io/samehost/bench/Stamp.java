package io.samehost.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first byte of a message tells which one it is, so that a reply out of order or from nowhere is noticed. */
final class Stamp {
    static final byte FILLING = 'x';

    private Stamp() {}

    /** A direct buffer, as sockets want it, with room for {@code messages} of {@code sizeBytes}. */
    static ByteBuffer blank(int messages, int sizeBytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(messages * sizeBytes);
        while (buffer.hasRemaining()) {
            buffer.put(FILLING);
        }
        return buffer.clear();
    }

    /** The same as a payload of a call. */
    static byte[] payload(int sizeBytes) {
        byte[] payload = new byte[sizeBytes];
        Arrays.fill(payload, FILLING);
        return payload;
    }

    static byte of(long sequence) {
        return (byte) sequence;
    }
}
