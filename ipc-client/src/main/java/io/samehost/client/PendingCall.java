package io.samehost.client;

import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/** A call whose end is awaited. It ends once; who comes later comes in vain. */
abstract class PendingCall {
    /** How a call ended: an answer, or the failure that left it without one. */
    private record End(Response response, IOException failure) {}

    /** What an expired call says. */
    static final String LATE = "deadline passed before the answer came";

    private final AtomicReference<End> end = new AtomicReference<>();
    private final Deadline deadline;

    /** Set under the table's lock before anybody else sees the call. */
    private int streamId;

    PendingCall(long timeoutNanos) {
        this.deadline = new Deadline(timeoutNanos);
    }

    /** Tells whoever waits. Called once, by any thread, with no lock held. */
    abstract void ended();

    void streamId(int newStreamId) {
        this.streamId = newStreamId;
    }

    int streamId() {
        return streamId;
    }

    final Deadline deadline() {
        return deadline;
    }

    final boolean isDone() {
        return end.get() != null;
    }

    final void complete(Response response) {
        finish(new End(response, null));
    }

    final void fail(IOException failure) {
        finish(new End(null, failure));
    }

    final void fail(StatusCode code, String message) {
        complete(Response.failed(Status.of(code, message)));
    }

    private void finish(End newEnd) {
        if (end.compareAndSet(null, newEnd)) {
            ended();
        }
    }

    /** The payload of the answer. Only once the call {@link #isDone}. */
    final byte[] result() throws CallException, IOException {
        End ended = end.get();
        if (ended.failure() != null) {
            throw ConnectionClosedException.because(ended.failure());
        }
        if (!ended.response().status().isOk()) {
            throw new CallException(ended.response().status());
        }
        return ended.response().payload();
    }
}
