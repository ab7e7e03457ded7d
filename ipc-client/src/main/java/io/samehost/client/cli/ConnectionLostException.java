package io.samehost.client.cli;

import java.io.IOException;

/** A raw connection was reset, so that bytes may be missing. */
final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
