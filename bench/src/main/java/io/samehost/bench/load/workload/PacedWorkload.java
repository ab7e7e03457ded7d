package io.samehost.bench.load.workload;

import java.io.Closeable;
import java.io.IOException;

/**
 * An open loop: messages leave when they are planned, whatever became of those before, and latency counts from the planned
 * time. So a server that stalls is charged for all that had to wait, and not for one message only.
 */
public interface PacedWorkload extends Closeable {

    /**
     * Sends at a rate for so long, and returns when the last reply has come. Messages whose time came and that could not
     * be sent within the duration are counted as missed.
     */
    void run(Recording recording, double perSecond, long durationNanos) throws IOException;

    /** The same at one rate only. */
    static Workload at(double perSecond, PacedWorkload paced) {
        return new Workload() {
            @Override
            public void run(Recording recording, long durationNanos) throws IOException {
                paced.run(recording, perSecond, durationNanos);
            }

            @Override
            public void close() throws IOException {
                paced.close();
            }
        };
    }
}
