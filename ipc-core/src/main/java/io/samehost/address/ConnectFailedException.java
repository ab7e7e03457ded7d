package io.samehost.address;

import java.io.IOException;

/** No connection came about; nothing was sent. The text says what to do, {@link #reason} is for programs. */
public final class ConnectFailedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why there is no connection. */
    public enum Reason {
        /** There is no socket file. */
        MISSING,
        /** Nobody listens there. */
        REFUSED,
        /** This user may not connect. */
        PERMISSION,
        /** The server did not take the connection in time. */
        TIMED_OUT,
        /** The text and the cause say more. */
        OTHER
    }

    private final Reason reason;

    public ConnectFailedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ConnectFailedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** True if it was for want of a server, which may come up later. */
    public boolean mayComeUp() {
        return switch (reason) {
            case MISSING, REFUSED, TIMED_OUT -> true;
            case PERMISSION, OTHER -> false;
        };
    }
}
