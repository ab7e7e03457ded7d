package io.samehost.client.call;

import java.util.concurrent.locks.LockSupport;

/** A call whose caller waits in its own thread. */
public final class SyncCall extends PendingCall {
    private final Thread caller = Thread.currentThread();

    public SyncCall(long timeoutNanos) {
        this(timeoutNanos, System.nanoTime());
    }

    private SyncCall(long timeoutNanos, long begunNanos) {
        super(timeoutNanos, begunNanos);
    }

    /** The same call, to be begun on another connection with the time that is left. */
    public SyncCall again() {
        return new SyncCall(timeoutNanos(), begunNanos());
    }

    public Thread caller() {
        return caller;
    }

    @Override
    protected void ended() {
        if (caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }
}
