package io.samehost.bench;

import java.io.IOException;

/** A scenario that this machine or this build cannot run, for a reason that trying again will not change. */
final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    UnavailableException(String reason) {
        super(reason);
    }

    UnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
