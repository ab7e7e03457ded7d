package io.samehost.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the bytes of one connection mean. An engine moves the bytes and drives the session; the session answers through
 * the {@link Connection} that it was given. The engine never calls two of these methods at a time, {@link #drain} and
 * {@link #closed} excepted, which may come from another thread at any moment.
 */
public interface Session {

    /** The connection is there. Called once, before anything else. */
    default void opened() {}

    /** False while the session cannot take input; it calls {@link Connection#resume} when it can again. */
    boolean isReady();

    /**
     * Takes input. What it leaves in {@code in} is given again when it is ready. Everything it has to say to these bytes
     * should be flushed once, at the end.
     *
     * @param in the engine's buffer, valid during the call
     * @throws IOException if the peer broke the protocol; the engine closes the connection
     */
    void received(ByteBuffer in) throws IOException;

    /** The peer sends no more. It may still read. */
    void inputEnded();

    /** True while a peer owes the rest of a message: one that falls silent here will be given up. */
    default boolean isInsideMessage() {
        return false;
    }

    /** Work in progress, so that the connection is not idle although nothing moves. */
    default int callsInFlight() {
        return 0;
    }

    /** The server is closing: finish what has begun, begin nothing new, then {@link Connection#finish}. */
    void drain();

    /** The connection is gone. Called once, after everything else. */
    default void closed() {}
}
