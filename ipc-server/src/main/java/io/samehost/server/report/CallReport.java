package io.samehost.server.report;

import io.samehost.server.handler.ServerRequest;
import io.samehost.server.listener.EndedCall;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.Optional;

/** A call that somebody wants to know of, from the begin of its handler. For the handler's thread. */
public final class CallReport {
    private final Reports reports;
    private final ServerRequest request;
    private final boolean stream;
    private final int requestBytes;
    private final Optional<FlightEvents.Call> recorded;
    private final long begunNanos = System.nanoTime();

    CallReport(Reports reports, ServerRequest request, boolean stream) {
        this.reports = reports;
        this.request = request;
        this.stream = stream;
        this.requestBytes = request.payloadBytes(); // the array is the handler's from now on
        this.recorded = FlightEvents.begin();
    }

    /** A unary call has ended. Throws nothing. */
    public void ended(Status status, int sentBytes) {
        ended(status, requestBytes, sentBytes);
    }

    /** A call has ended. Throws nothing. */
    public void ended(Status status, long receivedBytes, long sentBytes) {
        try {
            Duration duration = Duration.ofNanos(System.nanoTime() - begunNanos);
            EndedCall call = new EndedCall(request, true, stream, seen(status), receivedBytes, sentBytes, duration);
            reports.ended(call, recorded);
        } catch (Throwable t) {
            // for want of memory: the report is lost, the call is not
        }
    }

    /** What the client has seen, where nobody waited for what the handler has to say. */
    private Status seen(Status status) {
        if (!request.isCancelled()) {
            return status;
        }
        boolean expired = request.remaining().filter(Duration::isZero).isPresent();
        return Status.of(
                expired ? StatusCode.DEADLINE_EXCEEDED : StatusCode.CANCELLED, "call ended before its handler");
    }
}
