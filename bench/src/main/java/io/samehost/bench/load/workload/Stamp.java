package io.samehost.bench.load.workload;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first byte of a message tells which one it is, so that a reply out of order or from nowhere is noticed. */
public final class Stamp {
    public static final byte FILLING = 'x';

    private Stamp() {}

    /** A direct buffer, as sockets want it, with room for {@code messages} of {@code sizeBytes}. */
    public static ByteBuffer blank(int messages, int sizeBytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(messages * sizeBytes);
        while (buffer.hasRemaining()) {
            buffer.put(FILLING);
        }
        return buffer.clear();
    }

    /** The same as a payload of a call. */
    public static byte[] payload(int sizeBytes) {
        byte[] payload = new byte[sizeBytes];
        Arrays.fill(payload, FILLING);
        return payload;
    }

    public static byte of(long sequence) {
        return (byte) sequence;
    }
}
