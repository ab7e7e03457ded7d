package io.samehost.client.cli;

import java.io.IOException;

/** A server of another user closes our connections at once. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
