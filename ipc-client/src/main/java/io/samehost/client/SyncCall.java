package io.samehost.client;

import java.util.concurrent.locks.LockSupport;

/** A call whose caller waits in its own thread. */
final class SyncCall extends PendingCall {
    private final Thread caller = Thread.currentThread();

    SyncCall(long timeoutNanos) {
        super(timeoutNanos);
    }

    Thread caller() {
        return caller;
    }

    @Override
    void ended() {
        if (caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }
}
