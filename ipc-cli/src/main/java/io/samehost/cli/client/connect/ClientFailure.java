package io.samehost.cli.client.connect;

import io.samehost.cli.ExitCode;
import io.samehost.cli.Failure;
import io.samehost.client.CallException;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.ForeignServerException;
import io.samehost.client.files.DamagedDownloadException;
import io.samehost.wire.ProtocolException;
import io.samehost.wire.StatusCode;

/** Turns what the client throws into the end of the command. */
public final class ClientFailure {
    private ClientFailure() {}

    public static Failure of(Throwable thrown) {
        if (thrown instanceof CallException failed) {
            return new Failure(
                    ExitCode.ofStatus(failed.status().code()), failed.status().toString());
        }
        if (thrown instanceof ForeignServerException foreign) {
            return new Failure(ExitCode.REFUSED, inWords(foreign));
        }
        if (thrown instanceof ExplainedException explained) {
            return explained.failure();
        }
        if (thrown instanceof RefusedException) {
            return new Failure(ExitCode.REFUSED, thrown.getMessage());
        }
        if (thrown instanceof ConnectionClosedException) {
            return brokeProtocol(thrown)
                    ? new Failure(
                            ExitCode.PROTOCOL,
                            "server broke the protocol: " + root(thrown).getMessage())
                    : new Failure(ExitCode.ofStatus(StatusCode.UNAVAILABLE), thrown.getMessage());
        }
        if (thrown instanceof DamagedDownloadException) {
            return new Failure(ExitCode.ofStatus(StatusCode.DATA_LOSS), thrown.getMessage());
        }
        return thrown instanceof ConnectionLostException
                ? new Failure(ExitCode.ofStatus(StatusCode.UNAVAILABLE), thrown.getMessage())
                : Failure.of(thrown);
    }

    private static String inWords(ForeignServerException foreign) {
        return foreign.serverUser().isPresent()
                ? "server is another user's, nothing was sent: address=" + foreign.address() + " serverUser="
                        + foreign.serverUser().get() + ", allow that user with " + ServerUsers.OPTION + " "
                        + foreign.serverUser().get()
                : "cannot tell whose the server is, nothing was sent: address=" + foreign.address()
                        + ", allow any with " + ServerUsers.OPTION + " any";
    }

    /** True if this client gave the connection up, for what the server had sent. */
    public static boolean brokeProtocol(Throwable thrown) {
        return root(thrown) instanceof ProtocolException;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && !(root instanceof ProtocolException)) {
            root = root.getCause();
        }
        return root;
    }
}
