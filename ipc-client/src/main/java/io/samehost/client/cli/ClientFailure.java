package io.samehost.client.cli;

import io.samehost.client.CallException;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.files.DamagedDownloadException;
import io.samehost.command.ExitCode;
import io.samehost.command.Failure;
import io.samehost.protocol.ProtocolException;
import io.samehost.wire.StatusCode;

/** What the client throws, and how its command ends. */
final class ClientFailure {
    private ClientFailure() {}

    static Failure of(Throwable thrown) {
        if (thrown instanceof CallException failed) {
            return new Failure(
                    ExitCode.ofStatus(failed.status().code()), failed.status().toString());
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

    /** Whether a lost connection was given up by us, for what the server sent. */
    static boolean brokeProtocol(Throwable thrown) {
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
