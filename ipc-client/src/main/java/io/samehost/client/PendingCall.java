package io.samehost.client;

import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** A call whose end is awaited. It ends once; who comes later comes in vain. */
abstract class PendingCall {
    /** What an expired call says. */
    static final String LATE = "deadline passed before the answer came";

    /** An object less for each call than an AtomicReference in it. */
    private static final AtomicReferenceFieldUpdater<PendingCall, Object> END =
            AtomicReferenceFieldUpdater.newUpdater(PendingCall.class, Object.class, "end");

    /** How the call ended: a {@link Response}, or the {@link IOException} that left it without one. */
    private volatile Object end;

    private final Deadline deadline;

    /** Set under the table's lock before anybody else sees the call. */
    private int streamId;

    /** Set by the thread that reads, which then completes the call with it. */
    private Response answer;

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
        return end != null;
    }

    /** The answer has come. The call ends when the same thread says {@link #complete}, with no lock held. */
    final void answer(Response response) {
        answer = response;
    }

    final void complete() {
        finish(answer);
    }

    final void fail(IOException failure) {
        finish(failure);
    }

    final void fail(StatusCode code, String message) {
        finish(Response.failed(Status.of(code, message)));
    }

    private void finish(Object newEnd) {
        if (END.compareAndSet(this, null, newEnd)) {
            ended();
        }
    }

    /** The payload of the answer. Only once the call {@link #isDone}. */
    final byte[] result() throws CallException, IOException {
        Object ended = end;
        if (ended instanceof IOException failure) {
            throw ConnectionClosedException.because(failure);
        }
        Response response = (Response) ended;
        if (!response.status().isOk()) {
            throw new CallException(response.status());
        }
        return response.payload();
    }
}
