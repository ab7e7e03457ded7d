package io.samehost.bench.load.workload;

import java.io.IOException;

/** A workload whose own thread sends and waits, step by step. */
public interface SteppedWorkload extends Workload {

    /**
     * Sends what may be sent, waits for at least one reply or a piece of it, and records it. A method of its own, so
     * that the JIT compiles it once for warm-up and measurement.
     *
     * @param nowNanos the time of {@link System#nanoTime} that the previous exchange returned
     * @return the time after the last reply
     */
    long exchange(Recording recording, long nowNanos) throws IOException;

    /** Waits for the replies still under way and records them. */
    default void drain(Recording recording) throws IOException {}

    @Override
    default void run(Recording recording, long durationNanos) throws IOException {
        long startNanos = System.nanoTime();
        long nowNanos = startNanos;
        do {
            nowNanos = exchange(recording, nowNanos);
        } while (nowNanos - startNanos < durationNanos);
        drain(recording);
    }
}
