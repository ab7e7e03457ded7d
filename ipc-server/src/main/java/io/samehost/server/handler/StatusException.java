package io.samehost.server.handler;

import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;

/** Thrown by a handler to choose the status that its caller sees. */
public final class StatusException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    public StatusException(Status status) {
        super(status.toString());
        this.status = status;
    }

    public StatusException(StatusCode code, String message) {
        this(Status.of(code, message));
    }

    public Status status() {
        return status;
    }
}
