package io.samehost.address;

import java.io.IOException;

/** An address could not be served; nothing is left behind. {@link #reason} is for programs. */
public final class ListenFailedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why the address cannot be served. */
    public enum Reason {
        /** Somebody serves it already. */
        IN_USE,
        /** This user may not. */
        PERMISSION,
        /** The path or name has more bytes than a socket address holds. */
        PATH_TOO_LONG,
        /** Something that is no socket is in the way, and was left untouched. */
        NOT_A_SOCKET,
        /** The directory that is to hold the socket is missing or is no directory. */
        NO_DIRECTORY,
        /** The text and the cause say more. */
        OTHER
    }

    private final Reason reason;

    public ListenFailedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ListenFailedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
