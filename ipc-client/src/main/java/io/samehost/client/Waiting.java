package io.samehost.client;

import java.util.concurrent.TimeUnit;

/** Times as selectors take them. */
final class Waiting {
    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(1);

    private Waiting() {}

    /** Rounded up, and at least 1, since a selector takes 0 for ever. At most a day: waits are repeated anyway. */
    static long millisFrom(long nanos) {
        if (nanos >= TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS)) {
            return LONGEST_MILLIS;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }
}
