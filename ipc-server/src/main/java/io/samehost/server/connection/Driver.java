package io.samehost.server.connection;

/** The engine of one connection, as the connection sees it. Called from any thread. */
public interface Driver {
    /** Has somebody call {@link AcceptedConnection#flush} when the socket takes bytes again, or flush until all is sent. */
    void awaitWritable();

    /** Gives the session the input that it left, and reads on. */
    void resume();

    /** The connection was closed. Called once. */
    void closed(AcceptedConnection connection);
}
