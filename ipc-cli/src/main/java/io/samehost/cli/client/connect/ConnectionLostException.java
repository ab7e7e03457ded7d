package io.samehost.cli.client.connect;

import java.io.IOException;

/** A raw connection was reset, so that bytes may be missing. */
public final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1;

    public ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
