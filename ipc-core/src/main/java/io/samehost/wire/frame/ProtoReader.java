package io.samehost.wire.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the protobuf wire format from a buffer. Every length is held against what is there before anything is
 * allocated. Not thread-safe.
 */
final class ProtoReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int START_GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    private static final int TAG_TYPE_BITS = 3;
    private static final int TAG_TYPE_MASK = 7;
    private static final int MAX_VARINT_BITS = 64;

    /** protobuf's own limit; a hostile message must not exhaust the stack. */
    private static final int MAX_GROUP_DEPTH = 100;

    private static final byte[] NO_BYTES = {};

    /** The next tag, field number and wire type in one; its field number is never 0. */
    int tag(ByteBuffer in) throws MalformedEnvelopeException {
        int tag = (int) varint(in);
        if (fieldOf(tag) == 0) {
            throw new MalformedEnvelopeException("field number out of range: field=0");
        }
        return tag;
    }

    static int fieldOf(int tag) {
        return tag >>> TAG_TYPE_BITS;
    }

    static int tagOf(int field, int wireType) {
        return (field << TAG_TYPE_BITS) | wireType;
    }

    long varint(ByteBuffer in) throws MalformedEnvelopeException {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            if (!in.hasRemaining()) {
                throw new MalformedEnvelopeException("message ends inside a number");
            }
            byte piece = in.get();
            value |= (long) (piece & 0x7f) << shift;
            if (piece >= 0) {
                return value;
            }
        }
        throw new MalformedEnvelopeException("number longer than 10 bytes");
    }

    /** The length of a field that follows, held against what is there. */
    int length(ByteBuffer in) throws MalformedEnvelopeException {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new MalformedEnvelopeException(
                    "field longer than its message: lengthBytes=" + length + " remainingBytes=" + in.remaining());
        }
        return (int) length;
    }

    byte[] bytes(ByteBuffer in) throws MalformedEnvelopeException {
        return copied(length(in), in);
    }

    private static byte[] copied(int length, ByteBuffer in) {
        if (length == 0) {
            return NO_BYTES;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** Bytes that may be many: a large payload is left where it is, and {@link LargePayload} takes note of its place. */
    byte[] payload(ByteBuffer in, LargePayload large) throws MalformedEnvelopeException {
        int length = length(in);
        if (!large.isAt(in.position(), length)) {
            return copied(length, in);
        }
        in.position(in.position() + length);
        return NO_BYTES;
    }

    String string(ByteBuffer in) throws MalformedEnvelopeException {
        int end = length(in) + in.position();
        int limit = in.limit();
        in.limit(end);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedEnvelopeException("string is not UTF-8");
        } finally {
            in.limit(limit);
        }
    }

    /** A string that is likely to come again, the name of a service or a method, and is remembered in {@code names}. */
    String name(ByteBuffer in, NameCache names) throws MalformedEnvelopeException {
        int start = in.position();
        int length = length(in);
        String known = names.find(in, length);
        if (known != null) {
            in.position(in.position() + length);
            return known;
        }
        in.position(start);
        String name = string(in);
        names.remember(name);
        return name;
    }

    /** A message inside the message: a view of its bytes; {@code in} stands behind it afterwards. */
    ByteBuffer message(ByteBuffer in) throws MalformedEnvelopeException {
        int length = length(in);
        ByteBuffer message = in.slice(in.position(), length);
        in.position(in.position() + length);
        return message;
    }

    /** Skips a field that nobody here knows. */
    void skip(int tag, ByteBuffer in) throws MalformedEnvelopeException {
        skip(tag, in, 0);
    }

    private void skip(int tag, ByteBuffer in, int depth) throws MalformedEnvelopeException {
        switch (tag & TAG_TYPE_MASK) {
            case VARINT -> varint(in);
            case FIXED64 -> skipBytes(Long.BYTES, in);
            case LENGTH_DELIMITED -> skipBytes(length(in), in);
            case START_GROUP -> skipGroup(fieldOf(tag), in, depth + 1);
            case FIXED32 -> skipBytes(Integer.BYTES, in);
            default -> throw new MalformedEnvelopeException("wire type out of place: tag=" + tag);
        }
    }

    private static void skipBytes(int count, ByteBuffer in) throws MalformedEnvelopeException {
        if (count > in.remaining()) {
            throw new MalformedEnvelopeException("message ends inside a field");
        }
        in.position(in.position() + count);
    }

    private void skipGroup(int field, ByteBuffer in, int depth) throws MalformedEnvelopeException {
        if (depth > MAX_GROUP_DEPTH) {
            throw new MalformedEnvelopeException("groups nested too deep: limit=" + MAX_GROUP_DEPTH);
        }
        int end = tagOf(field, END_GROUP);
        for (int tag = tag(in); tag != end; tag = tag(in)) {
            skip(tag, in, depth);
        }
    }
}
