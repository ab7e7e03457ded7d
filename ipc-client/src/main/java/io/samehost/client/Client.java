package io.samehost.client;

/** x. */
public final class Client {
    private Client() {}
}
