package io.samehost.client.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers when a connection last moved bytes. Times are those of {@link System#nanoTime}. Thread-safe. */
final class Activity {
    private final long spinNanos;

    /** When something was last sent or read; kept only where somebody spins. Nobody has to see it at once. */
    private final AtomicLong busySinceNanos = new AtomicLong();

    /** When the leader last read something. */
    private final AtomicLong lastReadNanos = new AtomicLong(System.nanoTime());

    /** After the last byte the leader polls for {@code spin} without sleeping. */
    Activity(Duration spin) {
        this.spinNanos = TimeUnit.NANOSECONDS.convert(spin);
    }

    void sending(long nowNanos) {
        if (spinNanos > 0) {
            busySinceNanos.setRelease(nowNanos);
        }
    }

    void read(long nowNanos) {
        lastReadNanos.setRelease(nowNanos);
        sending(nowNanos);
    }

    /** True while the leader should poll without sleeping. */
    boolean isSpinning(long nowNanos) {
        return spinNanos > 0 && nowNanos - busySinceNanos.getPlain() < spinNanos;
    }

    /** True if nothing was read for {@code quietNanos}. */
    boolean isQuiet(long nowNanos, long quietNanos) {
        return nowNanos - lastReadNanos.getAcquire() > quietNanos;
    }
}
