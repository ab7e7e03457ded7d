package io.samehost.server.engine;

import io.samehost.transport.system.Polling;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides how a loop looks for work: it sleeps in the selector, or it spins for a while after something happened. For the
 * loop thread.
 */
final class LoopPoll {
    /** A loop that spins asks the connection that spoke last, which is cheaper than to ask for all, but not for ever. */
    private static final int MAX_TURNS_WITHOUT_SELECT = 15;

    private final Selector selector;
    private final long spinNanos;
    private final List<SelectionKey> ready = new ArrayList<>();

    /** Made once, and not for every select. */
    private final Consumer<SelectionKey> addReady = ready::add;

    /** The keys at the front of {@link #ready} that were taken. */
    private int taken;

    /** Time of the last read. */
    private long busySinceNanos;

    /** The connection that spoke last; empty if the loop does not spin, and if nothing may be read there now. */
    private Optional<SelectionKey> lastRead = Optional.empty();

    /** Looks in a row that asked only {@link #lastRead}. */
    private int turnsWithoutSelect;

    LoopPoll(Selector selector, long spinNanos) {
        this.selector = selector;
        this.spinNanos = spinNanos;
    }

    /** Looks for keys that are ready, and waits for one at most {@code timeoutNanos}. */
    void poll(long timeoutNanos) throws IOException {
        if (lastRead.isEmpty() || !lastRead.get().isValid()) {
            Polling.select(selector, timeoutNanos, addReady);
        } else if (turnsWithoutSelect < MAX_TURNS_WITHOUT_SELECT) {
            turnsWithoutSelect++;
            ready.add(lastRead.get()); // which says itself if there is nothing to read
        } else {
            turnsWithoutSelect = 0;
            lookOrSelect(timeoutNanos);
        }
    }

    private void lookOrSelect(long timeoutNanos) throws IOException {
        if (System.nanoTime() - busySinceNanos < spinNanos) {
            Polling.selectNow(selector, addReady);
        } else {
            Polling.select(selector, timeoutNanos, addReady);
        }
    }

    /** False once every key that was found is taken. */
    boolean hasReady() {
        if (taken < ready.size()) {
            return true;
        }
        ready.clear();
        taken = 0;
        return false;
    }

    /** Takes one of the keys that were found. Only where {@link #hasReady}. */
    SelectionKey takeReady() {
        return ready.get(taken++);
    }

    /** Something was read. */
    void hasRead(long nowNanos) {
        busySinceNanos = nowNanos;
    }

    /** A connection spoke, and is asked first from now on if the loop spins. */
    void spoke(Optional<SelectionKey> key) {
        if (spinNanos > 0) {
            lastRead = key;
        }
    }

    /** Nothing may be read from the connection that spoke last. */
    void forgetLastRead() {
        lastRead = Optional.empty();
    }
}
