package io.samehost.server.session;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Knows what the bytes of one connection mean. An engine moves the bytes and drives the session, which answers through
 * the {@link Connection} that it was given. The engine never calls two of these methods at a time, {@link #drain} and
 * {@link #closed} excepted, which may come from another thread at any moment.
 */
public interface Session {

    /**
     * Offers the session the socket itself. Asked once, before anything else. A session that returns true moves the bytes
     * by itself, with threads of its own: the engine neither reads nor writes. Of the {@link Connection} it may then use
     * only {@code id}, {@code address}, {@code peer} and {@code close}, and it has to close it at the end.
     */
    default boolean takes(Line line) {
        return false;
    }

    /** The connection is there. Called once, before any input. */
    default void opened() {}

    /** False while the session cannot take input; it calls {@link Connection#resume} when it can again. */
    boolean isReady();

    /**
     * Takes input. Bytes that it leaves in {@code in} are given again when it is ready. Everything it has to say to these bytes
     * should be flushed once, at the end.
     *
     * @param in the engine's buffer, valid during the call
     * @throws IOException if the peer broke the protocol; the engine closes the connection
     */
    void received(ByteBuffer in) throws IOException;

    /** The peer sends no more. It may still read. */
    void inputEnded();

    /** True while a peer owes the rest of a message: one that takes too long for it will be given up. */
    default boolean isInsideMessage() {
        return false;
    }

    /**
     * True if nobody has any use for what it does once its peer has closed its socket. The connection then ends also if that
     * happens while the session takes no input, and what the peer had sent before is not read any more.
     */
    default boolean endsWithPeer() {
        return false;
    }

    /** Counts whole messages that have come, so that many messages are told from one slow message. */
    default long messagesReceived() {
        return 0;
    }

    /** Work in progress, so that the connection is not idle although nothing moves. */
    default int callsInFlight() {
        return 0;
    }

    /** Bytes of its peer that it keeps; what waits in {@link Connection#output} is not among them. */
    default int heldBytes() {
        return 0;
    }

    /** The server is closing: finish what has begun, begin nothing new, then {@link Connection#finish}. */
    void drain();

    /** The connection is gone. Called once, after everything else. */
    default void closed() {}
}
