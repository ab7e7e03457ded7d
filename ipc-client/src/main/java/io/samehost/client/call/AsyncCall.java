package io.samehost.client.call;

/** A call whose caller has a future. A subclass knows that future. */
public abstract class AsyncCall extends PendingCall {
    /** Set before the call begins. */
    private Owner owner;

    protected AsyncCall(long timeoutNanos, long begunNanos) {
        super(timeoutNanos, begunNanos);
    }

    /** The connection on which the call is under way. */
    public interface Owner {
        /** Takes a call that has ended, to complete its future later. */
        void ended(AsyncCall call);

        /** Ends a call that its caller does not want any more. */
        void cancel(PendingCall call);

        /** True if the server certainly has not begun a call that was lost with the connection. */
        boolean neverProcessed(PendingCall call);
    }

    public final void owner(Owner newOwner) {
        this.owner = newOwner;
    }

    @Override
    protected final void ended() {
        owner.ended(this);
    }

    /** Gives the call up. Only once it has begun. */
    protected final void cancel() {
        owner.cancel(this);
    }

    /** True if the call was lost, and the server certainly has not begun it. */
    protected final boolean neverProcessed() {
        return owner.neverProcessed(this);
    }

    /** Runs the code that the caller attached to the future. */
    public abstract void completeFuture();
}
