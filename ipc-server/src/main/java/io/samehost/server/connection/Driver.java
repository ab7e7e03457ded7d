package io.samehost.server.connection;

/** The engine of one connection, as the connection sees it. Called from any thread. */
public interface Driver {
    /** Has somebody call {@link AcceptedConnection#flush} when the socket takes bytes again, or flush until all is sent. */
    void awaitWritable();

    /** Gives the session the input that it left, and reads on. */
    void resume();

    /**
     * Keeps the channel from being read until {@link #returned}, if it is not read from now.
     *
     * @return false if a thread reads from it, or is about to
     */
    boolean lend();

    /** After {@link #lend} returned true: nobody else uses the channel any more. */
    void returned();

    /** The connection was closed. Called once. */
    void closed(AcceptedConnection connection);
}
