package io.samehost.server;

import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;

/** What a handler throws to choose the status that its caller sees. */
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
