package io.samehost.command;

import io.samehost.protocol.ProtocolException;
import io.samehost.transport.ConnectFailedException;
import io.samehost.transport.ListenFailedException;
import java.io.IOException;
import java.net.UnknownHostException;

/**
 * How a command ends when something was thrown.
 *
 * @param message one line
 */
public record Failure(int exitCode, String message) {

    /** By type, never by text. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof ConnectFailedException failed) {
            boolean permission = failed.reason() == ConnectFailedException.Reason.PERMISSION;
            return of(permission ? ExitCode.REFUSED : ExitCode.NO_CONNECTION, thrown);
        }
        if (thrown instanceof ListenFailedException failed) {
            boolean permission = failed.reason() == ListenFailedException.Reason.PERMISSION;
            return of(permission ? ExitCode.REFUSED : ExitCode.NO_CONNECTION, thrown);
        }
        if (thrown instanceof ProtocolException) {
            return of(ExitCode.PROTOCOL, thrown);
        }
        if (thrown instanceof UnknownHostException) {
            return of(ExitCode.NO_CONNECTION, thrown);
        }
        if (thrown instanceof IllegalArgumentException) {
            return of(ExitCode.USAGE, thrown);
        }
        return thrown instanceof IOException
                ? new Failure(ExitCode.BUG, oneLine(String.valueOf(thrown.getMessage())))
                : new Failure(ExitCode.BUG, oneLine("a bug of ours: " + thrown + ", -v shows where"));
    }

    private static Failure of(int exitCode, Throwable thrown) {
        return new Failure(exitCode, oneLine(String.valueOf(thrown.getMessage())));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }

    /** The form for programs. */
    public String json() {
        return new JsonLine()
                .put("event", "error")
                .put("exit", exitCode)
                .put("message", message)
                .toString();
    }
}
