package io.samehost.transport.system;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Waits in selectors of either provider.
 *
 * <p>junixsocket's selectors differ from the JDK's in five ways, all found by running into them (2.11.1): with an action
 * they hold their monitor while they wait, on which a thread that closes them hangs; zero does not mean for ever; all of
 * them share one wake-up pipe, so that one may swallow what was meant for another; a key whose peer has hung up is
 * reported once, invalid already; and the set of selected keys, from which other threads take keys by closing their
 * channels, can be iterated meanwhile but not copied: the copy has a null in the place of such a key.
 */
public final class Polling {
    /** For {@link #select}: until something happens. */
    public static final long FOREVER_NANOS = Long.MAX_VALUE;

    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(1);

    /** Since a wake-up may get lost, no wait is longer, and whoever waits looks again. */
    private static final long LONGEST_SHARED_MILLIS = 20;

    private Polling() {}

    /**
     * Waits until a channel is ready, the time is over, the thread is interrupted or somebody wakes the selector; or for
     * no reason at all, so look again. Gives every key that is ready to {@code action}.
     *
     * @return how many were ready
     * @throws IOException also if the selector is closed meanwhile
     */
    public static int select(Selector selector, long timeoutNanos, Consumer<SelectionKey> action) throws IOException {
        long millis = millisFrom(timeoutNanos);
        try {
            if (selector.provider() == SelectorProvider.provider()) {
                return selector.select(action, millis);
            }
            selector.select(Math.min(millis, LONGEST_SHARED_MILLIS));
            return give(selector, action);
        } catch (ClosedSelectorException e) {
            throw new IOException("selector was closed", e);
        }
    }

    /**
     * Looks which channels are ready, and does not wait. Gives each key to {@code action}.
     *
     * @return how many were ready
     * @throws IOException also if the selector is closed meanwhile
     */
    public static int selectNow(Selector selector, Consumer<SelectionKey> action) throws IOException {
        try {
            if (selector.provider() == SelectorProvider.provider()) {
                return selector.selectNow(action);
            }
            selector.selectNow();
            return give(selector, action);
        } catch (ClosedSelectorException e) {
            throw new IOException("selector was closed", e);
        }
    }

    /** {@link #select} where the selector has one channel: true if that is ready. */
    public static boolean awaitReady(Selector selector, long timeoutNanos) throws IOException {
        return select(selector, timeoutNanos, ready -> {}) > 0;
    }

    /** {@link #selectNow} where the selector has one channel: true if that is ready. */
    public static boolean isReady(Selector selector) throws IOException {
        return selectNow(selector, ready -> {}) > 0;
    }

    private static int give(Selector selector, Consumer<SelectionKey> action) {
        List<SelectionKey> ready = new ArrayList<>();
        selector.selectedKeys().forEach(ready::add);
        selector.selectedKeys().clear();
        ready.forEach(action);
        return ready.size();
    }

    /** Rounded up, and at least 1, since zero would be for ever. At most a day: waits are repeated anyway. */
    private static long millisFrom(long nanos) {
        if (nanos >= TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS)) {
            return LONGEST_MILLIS;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }
}
