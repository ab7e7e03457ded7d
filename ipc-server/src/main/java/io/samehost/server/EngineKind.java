package io.samehost.server;

/** The two ways in which a server waits for its connections. */
public enum EngineKind {
    /** A thread for each connection, which blocks in read: the lowest latency for few peers. */
    THREADS,
    /** Few threads, mostly one, that poll all connections: the one that scales to many peers. See {@link ServerBuilder#loops}. */
    LOOP
}
