package io.samehost.client.call;

import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;

/** The ends of calls that a server has not answered, though it said something. */
final class NoAnswer {
    /** The server closes, and has not begun the call. */
    static final Response GOODBYE = Response.failed(Status.goodbye("server is shutting down"));

    /** The call was sent as a unary one. */
    static final Response STREAM =
            Response.failed(Status.of(StatusCode.INTERNAL, "server answered with a stream, open the method as one"));

    private NoAnswer() {}
}
