package io.samehost.protocol;

/** Counts numbered messages as they arrive: which came, which came late, which came again. Not thread-safe. */
public final class Arrivals {
    /** Numbers go up to here; each costs a bit of memory, and no number costs the memory of those that did not come. */
    public static final int LARGEST_NUMBER = (1 << 24) - 1;

    private static final int PAGE_BITS = 16;

    /** A bit for each number; empty pages have no length. */
    private final long[][] pages = new long[(LARGEST_NUMBER >> PAGE_BITS) + 1][0];

    private int highest = -1;
    private long received;
    private long reordered;
    private long duplicated;

    public Arrivals() {}

    /**
     * Takes note of a message.
     *
     * @param number 0 to {@link #LARGEST_NUMBER}
     * @return false if it had come before
     */
    public boolean arrived(int number) {
        if (number < 0 || number > LARGEST_NUMBER) {
            throw new IllegalArgumentException(
                    "number is out of range: number=" + number + ", use 0 to " + LARGEST_NUMBER);
        }
        if (!isFirst(number)) {
            duplicated++;
            return false;
        }
        received++;
        if (number < highest) {
            reordered++;
        } else {
            highest = number;
        }
        return true;
    }

    private boolean isFirst(int number) {
        int index = number >> PAGE_BITS;
        if (pages[index].length == 0) {
            pages[index] = new long[1 << (PAGE_BITS - 6)];
        }
        int word = (number & ((1 << PAGE_BITS) - 1)) >> 6;
        long bit = 1L << number;
        boolean first = (pages[index][word] & bit) == 0;
        pages[index][word] |= bit;
        return first;
    }

    /** Different messages that came. */
    public long received() {
        return received;
    }

    /** The received ones that came after one that was sent later. */
    public long reordered() {
        return reordered;
    }

    /** Messages that had come before. */
    public long duplicated() {
        return duplicated;
    }
}
