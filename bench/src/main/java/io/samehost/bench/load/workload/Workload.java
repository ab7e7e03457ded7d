package io.samehost.bench.load.workload;

import java.io.Closeable;
import java.io.IOException;

/** The work that a client repeats on its one connection. Used by one thread. */
public interface Workload extends Closeable {

    /** Keeps sending for so long, and returns when the last reply has come and is recorded. */
    void run(Recording recording, long durationNanos) throws IOException;
}
