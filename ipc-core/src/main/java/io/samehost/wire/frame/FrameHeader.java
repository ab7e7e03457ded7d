package io.samehost.wire.frame;

import java.nio.ByteBuffer;

/**
 * The ten bytes before the data of every frame. All that is known about offsets, flags and limits is here.
 *
 * <pre>
 *   0       1       2       3       4       5       6       7       8       9
 *  +-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+
 *  |          data length          |           stream id           | type  | flags |
 *  +-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+
 * </pre>
 *
 * Integers are big-endian. The length does not count the header. Stream ids are unsigned; a client starts odd ones,
 * each higher than the one before.
 */
public final class FrameHeader {
    public static final int SIZE_BYTES = 10;

    /** The longest data that a frame may carry. A longer frame is refused, and its data skipped. */
    public static final int MAX_DATA_BYTES = 4 << 20;

    public static final byte TYPE_REQUEST = 1;
    public static final byte TYPE_RESPONSE = 2;
    public static final byte TYPE_DATA = 3;

    /** The sender will send no more on this stream. */
    public static final byte FLAG_REMOTE_CLOSED = 1;

    /** On a request: data frames from the client will follow. */
    public static final byte FLAG_REMOTE_OPEN = 2;

    /**
     * On a data frame: there is no message in it, not even an empty one. On a request that opens a stream: its payload is
     * no message either; Rust's server takes it for the first one otherwise.
     */
    public static final byte FLAG_NO_DATA = 4;

    private static final int LENGTH_OFFSET = 0;
    private static final int STREAM_ID_OFFSET = 4;
    private static final int TYPE_OFFSET = 8;
    private static final int FLAGS_OFFSET = 9;

    private FrameHeader() {}

    /** Writes a header at {@code offset}, an absolute index; the buffer's position stays. */
    static void write(ByteBuffer target, int offset, int dataLengthBytes, int streamId, byte type, byte flags) {
        target.putInt(offset + LENGTH_OFFSET, dataLengthBytes);
        target.putInt(offset + STREAM_ID_OFFSET, streamId);
        target.put(offset + TYPE_OFFSET, type);
        target.put(offset + FLAGS_OFFSET, flags);
    }

    /** Unsigned: what a peer claims may be anything up to 4 GiB. */
    static long dataLengthBytes(ByteBuffer source, int offset) {
        return Integer.toUnsignedLong(source.getInt(offset + LENGTH_OFFSET));
    }

    static int streamId(ByteBuffer source, int offset) {
        return source.getInt(offset + STREAM_ID_OFFSET);
    }

    static byte type(ByteBuffer source, int offset) {
        return source.get(offset + TYPE_OFFSET);
    }

    static byte flags(ByteBuffer source, int offset) {
        return source.get(offset + FLAGS_OFFSET);
    }
}
