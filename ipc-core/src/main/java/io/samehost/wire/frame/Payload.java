package io.samehost.wire.frame;

import java.nio.ByteBuffer;

/**
 * The bytes of one payload. A large one that was read is in memory that is used again: whoever has it either takes the {@link
 * #bytes}, or reads the {@link #buffer} and says {@link #giveBack} then. One that is forgotten is left to the garbage
 * collector. For one thread at a time.
 */
public final class Payload {
    private static final byte[] NO_BYTES = {};
    private static final ByteBuffer NOTHING = ByteBuffer.wrap(NO_BYTES);

    /** Nothing, as if it were given back already. */
    public static final Payload NONE = of(NO_BYTES);

    private final int sizeBytes;

    /** From position to limit; empty once it was given back. */
    private ByteBuffer buffer;

    /** The array below the buffer, if that is ours to use again or to give away; else an empty one. */
    private byte[] array;

    private Payload(ByteBuffer buffer, byte[] array) {
        this.sizeBytes = buffer.remaining();
        this.buffer = buffer;
        this.array = array;
    }

    /** Bytes of somebody else, who leaves them as they are while the payload is in use. */
    static Payload over(ByteBuffer bytes) {
        return new Payload(bytes, NO_BYTES);
    }

    /** A payload that fills an array, which goes nowhere else. */
    public static Payload of(byte[] bytes) {
        return in(bytes, 0, bytes.length);
    }

    /** A payload that fills an array which others may have too: it is never used again. */
    public static Payload shared(byte[] bytes) {
        return over(ByteBuffer.wrap(bytes));
    }

    /** Bytes of an array that goes nowhere else. */
    static Payload in(byte[] array, int offset, int sizeBytes) {
        return new Payload(ByteBuffer.wrap(array, offset, sizeBytes), array);
    }

    /** A copy of {@code bytes}, whose position moves. */
    static Payload copyOf(ByteBuffer bytes) {
        int size = bytes.remaining();
        byte[] array = size == 0 ? NO_BYTES : SpareArrays.take(size);
        bytes.get(array, 0, size);
        return in(array, 0, size);
    }

    public int sizeBytes() {
        return sizeBytes;
    }

    /** The memory that it takes, which may be more than its bytes; none once it was given back. */
    public int heldBytes() {
        return Math.max(array.length, buffer.remaining());
    }

    /**
     * The bytes, lent: they are something else after {@link #giveBack}. The array below has more in it than these.
     *
     * @throws IllegalStateException if the payload was given back
     */
    public ByteBuffer buffer() {
        return present().slice();
    }

    /** The bytes in an array of their own, by which this payload is given back. */
    public byte[] bytes() {
        if (sizeBytes > 0 && sizeBytes == array.length) {
            byte[] bytes = array;
            forget();
            return bytes;
        }
        byte[] bytes = copy();
        giveBack();
        return bytes;
    }

    /** The bytes in another array. */
    public byte[] copy() {
        byte[] copy = new byte[sizeBytes];
        present().get(buffer.position(), copy);
        return copy;
    }

    private ByteBuffer present() {
        if (buffer.remaining() < sizeBytes) {
            throw new IllegalStateException("payload was lent until its call ended or the next message was received");
        }
        return buffer;
    }

    /** Its memory is used for something else from now on. May be called twice. */
    public void giveBack() {
        byte[] spare = array;
        forget();
        SpareArrays.give(spare);
    }

    private void forget() {
        buffer = NOTHING;
        array = NO_BYTES;
    }
}
