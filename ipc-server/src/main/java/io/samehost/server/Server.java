package io.samehost.server;

/** x. */
public final class Server {
    private Server() {}
}
