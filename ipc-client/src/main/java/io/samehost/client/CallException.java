package io.samehost.client;

import io.samehost.wire.Status;

/** The server answered with an error, or a call ended without an answer at its deadline. The connection is good. */
public final class CallException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    CallException(Status status) {
        super(status.toString());
        this.status = status;
    }

    /** Why the call failed; never OK. */
    public Status status() {
        return status;
    }
}
