package io.samehost.grpc.calling;

import io.grpc.Metadata;
import io.grpc.Status;
import io.samehost.client.CallException;
import io.samehost.client.ConnectionClosedException;
import io.samehost.grpc.value.Statuses;
import io.samehost.wire.StatusCode;
import java.io.IOException;

/**
 * How a call ended.
 *
 * @param saidByServer false if nobody but this client's end of gRPC says so
 */
record Ended(Status status, Metadata trailers, boolean saidByServer) {
    boolean isOk() {
        return status.isOk();
    }

    /** Throws unless it ended well, a new exception for each caller. */
    void throwIfFailed() throws IOException, CallException {
        if (status.isOk()) {
            return;
        }
        if (status.getCode() == Status.Code.UNAVAILABLE && !saidByServer) {
            throw new ConnectionClosedException("server cannot be reached: " + text(), status.getCause());
        }
        throw failed(Statuses.fromGrpc(status, trailers), status.getCause());
    }

    /** gRPC's own text says little; that of the first cause says more. */
    private String text() {
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String description = String.valueOf(status.getDescription());
        return cause == null ? description : description + ", " + cause.getMessage();
    }

    static CallException failed(StatusCode code, String message) {
        return new CallException(io.samehost.wire.Status.of(code, message));
    }

    static CallException interrupted(InterruptedException cause) {
        return failed(io.samehost.wire.Status.of(StatusCode.CANCELLED, "caller was interrupted"), cause);
    }

    private static CallException failed(io.samehost.wire.Status status, Throwable cause) {
        CallException failure = new CallException(status);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
