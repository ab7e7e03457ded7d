package io.samehost.client;

import io.samehost.client.connection.ClientConnection;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;

/**
 * The connection went away while a call was under way, whoever closed it and however the system reported it. Unless {@link
 * #isNotProcessed} says that it did not begin, the server may have carried the call out or not. A later call connects again.
 */
public final class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean notProcessed;

    /** For what calls in other ways than a {@link Client}, and for tests. */
    public ConnectionClosedException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ConnectionClosedException(String message, Throwable cause, boolean notProcessed) {
        super(message, cause);
        this.notProcessed = notProcessed;
    }

    /** The same for a call that the server certainly did not begin. */
    static ConnectionClosedException notProcessed(IOException cause) {
        return new ConnectionClosedException(textOf(cause), cause, true);
    }

    /** True if the server certainly did not begin the call: to make it again does no harm. */
    public boolean isNotProcessed() {
        return notProcessed;
    }

    static ConnectionClosedException clientClosed() {
        return new ConnectionClosedException(ClientConnection.CLIENT_CLOSED, null);
    }

    /** A new exception for each caller, however the system worded it. */
    static ConnectionClosedException because(IOException cause) {
        if (cause instanceof ConnectionClosedException closed) {
            return closed;
        }
        return new ConnectionClosedException(textOf(cause), cause);
    }

    private static String textOf(IOException cause) {
        String message = cause.getMessage();
        return message == null ? "connection was closed" : message;
    }

    /** {@code UNAVAILABLE}, for those who look at every failure as a status. */
    public Status status() {
        return Status.of(StatusCode.UNAVAILABLE, getMessage());
    }
}
