package io.samehost.client.report;

import io.samehost.transport.system.FlightRecording;
import io.samehost.wire.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call or a stream that is recorded, from its begin to its end. Thread-safe. */
public final class RecordedCall {
    private final CallEvent event = new CallEvent();
    private final AtomicBoolean over = new AtomicBoolean();

    private RecordedCall(String service, String method, boolean stream) {
        event.begin();
        event.service = service;
        event.method = method;
        event.stream = stream;
    }

    /** A call begins; empty unless there is a recording. */
    public static Optional<RecordedCall> begin(String service, String method, boolean stream) {
        return FlightRecording.isOn() ? Optional.of(new RecordedCall(service, method, stream)) : Optional.empty();
    }

    /** It has ended; a second end does not count. */
    public void ended(Status status, long sentBytes, long receivedBytes) {
        if (over.compareAndSet(false, true)) {
            event.end();
            event.status = status.code().name();
            event.message = status.message();
            event.sentBytes = sentBytes;
            event.receivedBytes = receivedBytes;
            event.commit();
        }
    }
}
