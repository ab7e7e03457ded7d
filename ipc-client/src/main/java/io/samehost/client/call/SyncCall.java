package io.samehost.client.call;

import java.util.concurrent.locks.LockSupport;

/** A call whose caller waits in its own thread. */
public final class SyncCall extends PendingCall {
    private final Thread caller = Thread.currentThread();
    private final boolean takesLent;

    public SyncCall(long timeoutNanos) {
        this(timeoutNanos, false);
    }

    /** A call whose caller may read the answer where the library has it. */
    public SyncCall(long timeoutNanos, boolean takesLent) {
        this(timeoutNanos, System.nanoTime(), takesLent);
    }

    private SyncCall(long timeoutNanos, long begunNanos, boolean takesLent) {
        super(timeoutNanos, begunNanos);
        this.takesLent = takesLent;
    }

    /** The same call, to be begun on another connection with the time that is left. */
    public SyncCall again() {
        return new SyncCall(timeoutNanos(), begunNanos(), takesLent);
    }

    public Thread caller() {
        return caller;
    }

    @Override
    protected boolean takesLent() {
        return takesLent;
    }

    @Override
    protected void ended() {
        if (caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }
}
