package io.samehost.client.connection;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The JDK's selector of a connection that was closed, kept for the next one: to open and to close one takes eight system calls
 * and 12 KiB. There is at most one, with its two descriptors. Thread-safe.
 */
final class SpareSelector {
    /** The program's. */
    static final SpareSelector SHARED = new SpareSelector();

    private final AtomicReference<Selector> spare = new AtomicReference<>();

    /** A selector without channels, now the caller's. A thread that was late may have woken it up. */
    Selector take(SelectorProvider provider) throws IOException {
        Selector kept = provider == SelectorProvider.provider() ? spare.getAndSet(null) : null;
        return kept == null ? provider.openSelector() : kept;
    }

    /** Takes a selector whose channels are closed, and in which nobody waits or will. It is kept or closed. */
    void give(Selector selector) throws IOException {
        boolean kept = false;
        try {
            selector.selectNow(); // lets go of a channel, whose descriptor is closed only now
            kept = selector.provider() == SelectorProvider.provider() && spare.compareAndSet(null, selector);
        } finally {
            if (!kept) {
                selector.close();
            }
        }
    }
}
