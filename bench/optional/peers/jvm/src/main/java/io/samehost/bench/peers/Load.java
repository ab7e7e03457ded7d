package io.samehost.bench.peers;

/** The work that a client repeats on its one connection. */
interface Load {

    /** Keeps sending for so long, and returns when the last reply has come and is recorded. */
    void run(Recording recording, long durationNanos) throws Exception;
}
