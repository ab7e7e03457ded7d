package io.samehost.client;

import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;

/**
 * The connection went away while a call was under way, whoever closed it and however the system reported it. Whether the
 * server carried the call out is not known. A later call connects again.
 */
public final class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionClosedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A new exception for each caller, however the system worded it. */
    static ConnectionClosedException because(IOException cause) {
        if (cause instanceof ConnectionClosedException closed) {
            return closed;
        }
        String message = cause.getMessage();
        return new ConnectionClosedException(message == null ? "connection was closed" : message, cause);
    }

    /** {@code UNAVAILABLE}, for those who look at every failure as a status. */
    public Status status() {
        return Status.of(StatusCode.UNAVAILABLE, getMessage());
    }
}
