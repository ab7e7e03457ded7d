package io.samehost.protocol;

import java.util.BitSet;

/** Counts numbered messages as they arrive: which came, which came late, which came again. Not thread-safe. */
public final class Arrivals {
    /** Numbers go up to here; each costs a bit of memory. */
    public static final int LARGEST_NUMBER = (1 << 24) - 1;

    private final BitSet seen = new BitSet();
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
        if (seen.get(number)) {
            duplicated++;
            return false;
        }
        seen.set(number);
        received++;
        if (number < highest) {
            reordered++;
        } else {
            highest = number;
        }
        return true;
    }

    /** Different messages that came. */
    public long received() {
        return received;
    }

    /** Of these, how many came after one that was sent later. */
    public long reordered() {
        return reordered;
    }

    /** Messages that had come before. */
    public long duplicated() {
        return duplicated;
    }
}
