package io.samehost.client.interop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code google.protobuf.BytesValue}, a message with one field of bytes: what all methods of the tests take and return. */
final class BytesValue {
    private static final int VALUE_TAG = 1 << 3 | 2;
    private static final int MAX_FRAME_BYTES = 4 << 20;

    private BytesValue() {}

    static byte[] encode(byte[] value) {
        if (value.length == 0) {
            return value;
        }
        ByteBuffer out = ByteBuffer.allocate(fieldBytes(value.length));
        out.put((byte) VALUE_TAG);
        int rest = value.length;
        for (; rest > 0x7f; rest >>>= 7) {
            out.put((byte) (rest | 0x80));
        }
        return out.put((byte) rest).put(value).array();
    }

    static byte[] encode(String value) {
        return encode(value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] decode(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        if (!in.hasRemaining()) {
            return message;
        }
        int tag = in.get();
        int length = 0;
        int shift = 0;
        int part;
        do {
            part = in.get();
            length |= (part & 0x7f) << shift;
            shift += 7;
        } while (part < 0);
        if (tag != VALUE_TAG || length != in.remaining()) {
            throw new IllegalArgumentException(
                    "not a BytesValue: tag=" + tag + " length=" + length + " remaining=" + in.remaining());
        }
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    static String decodeText(byte[] message) {
        return new String(decode(message), StandardCharsets.UTF_8);
    }

    /** The longest value whose request, without deadline and metadata, fits a frame: one byte more does not. */
    static int longestBytes(String service, String method) {
        int envelope = fieldBytes(service.length()) + fieldBytes(method.length());
        int message = MAX_FRAME_BYTES - envelope - headBytes(MAX_FRAME_BYTES);
        return message - headBytes(message);
    }

    private static int fieldBytes(int length) {
        return headBytes(length) + length;
    }

    /** Tag and length. */
    private static int headBytes(int length) {
        int bytes = 2;
        for (int rest = length >>> 7; rest > 0; rest >>>= 7) {
            bytes++;
        }
        return bytes;
    }
}
