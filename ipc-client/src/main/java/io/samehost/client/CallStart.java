package io.samehost.client;

import io.samehost.client.call.PendingCall;
import io.samehost.client.connection.ClientConnection;
import io.samehost.wire.OversizeException;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Request;

/** Begins calls on a connection, unless too much waits there already. */
final class CallStart {
    /** A server that reads so little is not sent any more. */
    private static final int MAX_QUEUED_BYTES = 64 << 20;

    private CallStart() {}

    /** Returns false if the connection is of no use any more; nothing was sent then. */
    static boolean begin(ClientConnection connection, PendingCall call, Request request) throws CallException {
        if (connection.queuedBytes() > MAX_QUEUED_BYTES) {
            throw new CallException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "server does not read its requests: queuedBytes=" + connection.queuedBytes() + " limitBytes="
                            + MAX_QUEUED_BYTES);
        }
        try {
            return connection.begin(call, request);
        } catch (OversizeException e) {
            throw new CallException(StatusCode.RESOURCE_EXHAUSTED, "request: " + e.getMessage());
        }
    }
}
