package io.samehost.bench.process;

import java.io.IOException;

/** A scenario that this machine or this build cannot run, for a reason that trying again will not change. */
public final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    public UnavailableException(String reason) {
        super(reason);
    }

    public UnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
