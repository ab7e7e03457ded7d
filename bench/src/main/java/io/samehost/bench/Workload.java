package io.samehost.bench;

import java.io.Closeable;
import java.io.IOException;

/** What a client does over and over on its one connection. Used by one thread. */
interface Workload extends Closeable {

    /**
     * Sends what may be sent, waits for at least one reply and records it. A method of its own, and not a loop, so
     * that the JIT compiles it once for warm-up and measurement.
     *
     * @param nowNanos the time of {@link System#nanoTime} that the previous exchange returned
     * @return the time after the last reply
     */
    long exchange(Recording recording, long nowNanos) throws IOException;

    /** Waits for the replies still under way and records them. */
    void drain(Recording recording) throws IOException;
}
