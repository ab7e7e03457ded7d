package io.samehost.wire.frame;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The place of a large payload in the data of a frame. A frame that was collected gives its own array for it; from any other
 * it is copied. Not thread-safe.
 */
final class LargePayload {
    private int position;
    private int sizeBytes;

    void clear() {
        sizeBytes = 0;
    }

    /** Takes note of a payload, in place of the one before. False if it is small, and has no place then. */
    boolean isAt(int newPosition, int newSizeBytes) {
        position = newPosition;
        sizeBytes = newSizeBytes < SpareArrays.SMALLEST_BYTES ? 0 : newSizeBytes;
        return sizeBytes > 0;
    }

    /**
     * The payload, if there is one.
     *
     * @param data of the frame, whatever its position
     * @param ours the array below {@code data} from its begin, if it may be kept; else an empty one
     */
    Optional<Payload> in(ByteBuffer data, byte[] ours) {
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
