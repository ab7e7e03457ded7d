package io.samehost.wire.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the protobuf wire format: for each kind of field its size, and its bytes. Fields with defaults are left out.
 * Sizes are long, so that what is far too large for a frame does not wrap around and look small.
 */
final class ProtoWriter {
    private ProtoWriter() {}

    static int varintSize(long value) {
        int significantBits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (significantBits + 6) / 7;
    }

    static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static int varintFieldSize(int tag, long value) {
        return value == 0 ? 0 : varintSize(tag) + varintSize(value);
    }

    static void putVarintField(ByteBuffer out, int tag, long value) {
        if (value != 0) {
            putVarint(out, tag);
            putVarint(out, value);
        }
    }

    static long stringFieldSize(int tag, String value) {
        return value.isEmpty() ? 0 : lengthFieldSize(tag, utf8Size(value));
    }

    static void putStringField(ByteBuffer out, int tag, String value) {
        if (value.isEmpty()) {
            return;
        }
        if (isAscii(value)) {
            putLengthFieldHead(out, tag, value.length());
            putAscii(out, value);
        } else {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            putLengthFieldHead(out, tag, utf8.length);
            out.put(utf8);
        }
    }

    /** The size of a length-delimited field with {@code contentBytes} of content, also of an empty one. */
    static long lengthFieldSize(int tag, long contentBytes) {
        return varintSize(tag) + varintSize(contentBytes) + contentBytes;
    }

    static void putLengthFieldHead(ByteBuffer out, int tag, long contentBytes) {
        putVarint(out, tag);
        putVarint(out, contentBytes);
    }

    /** The size of all that comes before the bytes. */
    static long bytesFieldHeadSize(int tag, int sizeBytes) {
        return sizeBytes == 0 ? 0 : lengthFieldSize(tag, sizeBytes) - sizeBytes;
    }

    static void putBytesFieldHead(ByteBuffer out, int tag, int sizeBytes) {
        if (sizeBytes > 0) {
            putLengthFieldHead(out, tag, sizeBytes);
        }
    }

    private static int utf8Size(String value) {
        return isAscii(value) ? value.length() : value.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static void putAscii(ByteBuffer out, String value) {
        for (int i = 0; i < value.length(); i++) {
            out.put((byte) value.charAt(i));
        }
    }
}
