package io.samehost.client;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.TimeUnit;

/** Waits in selectors of either provider. */
final class Waiting {
    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(1);

    /**
     * All of junixsocket's selectors share one wake-up pipe, so that one may swallow what was meant for another: there no
     * wait is longer than this, and whoever waits looks again.
     */
    private static final long LONGEST_SHARED_MILLIS = 20;

    private Waiting() {}

    /**
     * Waits until a channel is ready, the time is over, or somebody wakes the selector; or for no reason at all, so look
     * again.
     *
     * @throws IOException also if the selector is closed meanwhile
     */
    static void select(Selector selector, long timeoutNanos) throws IOException {
        long millis = millisFrom(timeoutNanos);
        try {
            if (selector.provider() == SelectorProvider.provider()) {
                selector.select(ready -> {}, millis);
            } else {
                // With an action, junixsocket would hold its monitor while it waits, and nobody could close it.
                selector.select(Math.min(millis, LONGEST_SHARED_MILLIS));
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException e) {
            throw new IOException(ClientConnection.CLIENT_CLOSED, e);
        }
    }

    /** Rounded up, and at least 1, since a selector takes 0 for ever. At most a day: waits are repeated anyway. */
    private static long millisFrom(long nanos) {
        if (nanos >= TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS)) {
            return LONGEST_MILLIS;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }
}
