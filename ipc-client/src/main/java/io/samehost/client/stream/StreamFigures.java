package io.samehost.client.stream;

import io.samehost.client.report.RecordedCall;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.util.Optional;

/** What a recording tells of a stream. One thread sends, one receives, and any may end it. */
public final class StreamFigures {
    private long sentBytes;
    private long receivedBytes;
    private volatile Optional<Status> failure = Optional.empty();

    public void sent(int bytes) {
        sentBytes += bytes;
    }

    public void received(int bytes) {
        receivedBytes += bytes;
    }

    /** The client has given the stream up, or has lost it. */
    public void failed(Status status) {
        failure = Optional.of(status);
    }

    /** The stream is closed. One that has not ended by then was cancelled. */
    public void tell(RecordedCall event, Optional<Response> end) {
        Status closed = Status.of(StatusCode.CANCELLED, "stream was closed before its end");
        event.ended(end.map(Response::status).or(() -> failure).orElse(closed), sentBytes, receivedBytes);
    }
}
