package io.samehost.wire.frame;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The place of a large payload in the data of a frame, for an owner that lends payloads. A frame that was collected gives its
 * own array for it; from any other it is copied. Not thread-safe.
 */
final class LargePayload {
    private static final byte[] NO_BYTES = {};

    private boolean lends;
    private byte[] ours = NO_BYTES;
    private int position;
    private int sizeBytes;

    /** From now on large payloads have places; before, each gets an array of its own. */
    void lend() {
        lends = true;
    }

    boolean isLent() {
        return lends;
    }

    /**
     * For the next frame.
     *
     * @param collected the array that has its data from its begin, if the payload may keep that; else an empty one
     */
    void begin(byte[] collected) {
        ours = collected;
        sizeBytes = 0;
    }

    /** Takes note of a payload, in place of the one before. False if it gets an array of its own. */
    boolean isAt(int newPosition, int newSizeBytes) {
        boolean large = lends && newSizeBytes >= SpareArrays.SMALLEST_BYTES;
        position = newPosition;
        sizeBytes = large ? newSizeBytes : 0;
        return large;
    }

    /** The payload, if there is one with a place in {@code data}, whatever the position of that. */
    Optional<Payload> in(ByteBuffer data) {
        if (sizeBytes == 0) {
            return Optional.empty();
        }
        return Optional.of(
                ours.length > 0
                        ? Payload.in(ours, position, sizeBytes)
                        : Payload.copyOf(
                                data.duplicate().limit(position + sizeBytes).position(position)));
    }
}
