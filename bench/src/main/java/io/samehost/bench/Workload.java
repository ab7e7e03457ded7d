package io.samehost.bench;

import java.io.Closeable;
import java.io.IOException;

/** What a client does over and over on its one connection. Used by one thread. */
interface Workload extends Closeable {

    /** Keeps sending for so long, and returns when the last reply has come and is recorded. */
    void run(Recording recording, long durationNanos) throws IOException;
}
