package io.samehost.cli.client.connect;

import io.samehost.cli.ExitCode;
import io.samehost.cli.Failure;
import io.samehost.client.CallException;

/** A failure of which the command knows more than the library: what to do about it. */
public final class ExplainedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private ExplainedException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** A failure with an exit code of its own. */
    public static ExplainedException of(int exitCode, String message) {
        return new ExplainedException(exitCode, message, null);
    }

    /** What the server said, and {@code more}. */
    public static ExplainedException of(CallException failed, String more) {
        return new ExplainedException(ExitCode.ofStatus(failed.status().code()), failed.status() + ", " + more, failed);
    }

    Failure failure() {
        return new Failure(exitCode, getMessage());
    }
}
