package io.samehost.wire.frame;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays for large payloads, used again and shared by all connections. A new array of 64 KiB costs three times as much as
 * the copy into one that the processor's cache still has: Java fills it with zeros, in memory that nobody has touched
 * for long. So the array that came back last is the first to go. Thread-safe.
 */
final class SpareArrays {
    /** Payloads from here on are worth it. */
    static final int SMALLEST_BYTES = 16 * 1024;

    /** A message of 64 KiB and its envelope fit one. Beyond that an array is made for the message, and not kept. */
    static final int LARGEST_BYTES = 128 * 1024;

    /** Of each size; so all together keep less than four MiB. */
    private static final int KEPT = 16;

    private static final SpareArrays[] SIZES = {
        new SpareArrays(SMALLEST_BYTES),
        new SpareArrays(2 * SMALLEST_BYTES),
        new SpareArrays(4 * SMALLEST_BYTES),
        new SpareArrays(LARGEST_BYTES)
    };

    private final int sizeBytes;

    /** Guarded by this. */
    private final Deque<byte[]> spare = new ArrayDeque<>(KEPT);

    private SpareArrays(int sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    /** The size of the array that {@link #take} gives. */
    static int sizeFor(int bytes) {
        if (bytes < SMALLEST_BYTES || bytes > LARGEST_BYTES) {
            return bytes;
        }
        return sized(bytes).sizeBytes;
    }

    /** The smallest arrays that {@code bytes} fit, which is at most the largest of them. */
    private static SpareArrays sized(int bytes) {
        int index = 0;
        while (SIZES[index].sizeBytes < bytes) {
            index++;
        }
        return SIZES[index];
    }

    /** An array of at least {@code bytes}; what is in it is anything. */
    static byte[] take(int bytes) {
        return bytes < SMALLEST_BYTES || bytes > LARGEST_BYTES
                ? new byte[bytes]
                : sized(bytes).take();
    }

    private byte[] take() {
        byte[] last = last();
        return last == null ? new byte[sizeBytes] : last;
    }

    /** Null if there is none. */
    private synchronized byte[] last() {
        return spare.pollLast();
    }

    /** Gives an array back that nobody uses any more, whatever its size. */
    static void give(byte[] array) {
        if (array.length >= SMALLEST_BYTES && array.length <= LARGEST_BYTES) {
            sized(array.length).keep(array);
        }
    }

    private synchronized void keep(byte[] array) {
        if (array.length == sizeBytes && spare.size() < KEPT) {
            spare.addLast(array);
        }
    }
}
