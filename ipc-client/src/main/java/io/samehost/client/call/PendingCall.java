package io.samehost.client.call;

import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * A call whose end is awaited. It ends once: the first outcome wins, later ones are ignored. It is its own deadline, which
 * saves an object for each call.
 */
public abstract class PendingCall extends CallDeadline {
    /** Message of a call that expired. */
    public static final String LATE = "deadline passed before the answer came";

    /** An object less for each call than an AtomicReference in it. */
    private static final AtomicReferenceFieldUpdater<PendingCall, Object> END =
            AtomicReferenceFieldUpdater.newUpdater(PendingCall.class, Object.class, "end");

    /** The end of the call: a {@link Response}, or the {@link IOException} that left it without one. */
    private volatile Object end;

    /** Set under the table's lock before anybody else sees the call. */
    private int streamId;

    /** Set with the id. */
    private long position;

    /** Set by the thread that reads, which then completes the call with it. */
    private Response answer;

    protected PendingCall(long timeoutNanos, long begunNanos) {
        super(timeoutNanos, begunNanos);
    }

    /** Tells the caller. Called once, by any thread, with no lock held. */
    protected abstract void ended();

    /** True if its caller reads the answer where the library has it. */
    protected boolean takesLent() {
        return false;
    }

    final void begun(int newStreamId, long newPosition) {
        this.streamId = newStreamId;
        this.position = newPosition;
    }

    final int streamId() {
        return streamId;
    }

    /** Bytes that the connection was given to send before the request of this call. */
    public final long position() {
        return position;
    }

    public final boolean isDone() {
        return end != null;
    }

    /** The answer has come. The call ends when the same thread says {@link #complete}, with no lock held. */
    public final void take(Response response) {
        answer = response;
    }

    public final void complete() {
        endWith(answer);
    }

    public final void fail(IOException failure) {
        endWith(failure);
    }

    public final void fail(StatusCode code, String message) {
        endWith(Response.failed(Status.of(code, message)));
    }

    private void endWith(Object newEnd) {
        if (END.compareAndSet(this, null, newEnd)) {
            ended();
        }
    }

    /** True if the connection went away before the answer came. */
    public final boolean isLost() {
        return end instanceof IOException;
    }

    /**
     * The server's answer, or a failure that stands in its place. Only once the call {@link #isDone}.
     *
     * @throws IOException if the connection went away before the answer came; every caller of the connection gets the same
     */
    public final Response response() throws IOException {
        Object ended = end;
        if (ended instanceof IOException failure) {
            throw failure;
        }
        return (Response) ended;
    }
}
