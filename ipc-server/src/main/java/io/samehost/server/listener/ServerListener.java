package io.samehost.server.listener;

/**
 * Is told what a server does, for figures and traces; see {@link io.samehost.server.ServerBuilder#listener}. A method that is
 * not overridden does nothing.
 *
 * <p>The methods run on the threads that serve: the thread of a handler, one that reads, one that accepts. So they must be
 * thread-safe and quick, and may not block. What they throw is logged and changes nothing.
 *
 * <p>Ends and refusals are to be had without a listener from the JDK's Flight Recorder, by the events {@code
 * io.samehost.ServerCall}, {@code io.samehost.ServerConnection} and {@code io.samehost.RefusedConnection}.
 */
public interface ServerListener {
    /** A call or a stream has ended, or was refused before a handler began. Its answer may still be on its way. */
    default void callEnded(EndedCall call) {}

    /** A peer was let in. */
    default void connectionOpened(OpenedConnection connection) {}

    /** A connection is closed, for whatever reason. */
    default void connectionEnded(EndedConnection connection) {}

    /** A peer was not let in, by whose user it is. */
    default void connectionRefused(RefusedConnection connection) {}
}
