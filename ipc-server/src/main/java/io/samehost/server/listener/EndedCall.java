package io.samehost.server.listener;

import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.Status;
import java.time.Duration;

/**
 * A call or a stream that is over.
 *
 * @param request with the names, the metadata, and who called. Do not change its payload: a handler may still use it.
 * @param known false if the server has no such method; service and method are then whatever the peer has written, so they are
 *     no good as the names of figures, of which there would be no end
 * @param stream false for a unary call
 * @param status what its handler ended it with, also if the answer turns out to be too large to be sent; {@code CANCELLED} or
 *     {@code DEADLINE_EXCEEDED} if nobody waited for the end
 * @param receivedBytes payload of the request, or of the messages that the handler has received
 * @param sentBytes payload of the answer, or of the messages that were sent
 * @param duration of the handler and its interceptors; zero if none began
 */
public record EndedCall(
        ServerRequest request,
        boolean known,
        boolean stream,
        Status status,
        long receivedBytes,
        long sentBytes,
        Duration duration) {

    /** As {@code demo.Greeter/Hello}; {@code unknown} if the server has no such method. */
    public String method() {
        return known ? request.service() + '/' + request.method() : "unknown";
    }
}
