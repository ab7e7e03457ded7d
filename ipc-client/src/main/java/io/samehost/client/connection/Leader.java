package io.samehost.client.connection;

import io.samehost.client.call.PendingCalls;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** The one thread at a time that polls a connection's socket and reads for everybody. There may be none. Thread-safe. */
final class Leader {
    private static final Object ENDED = new Object();

    /** The thread, null if there is none, or {@link #ENDED}. */
    private final AtomicReference<Object> thread = new AtomicReference<>();

    private final PendingCalls calls;

    Leader(PendingCalls calls) {
        this.calls = calls;
    }

    boolean isCurrentThread() {
        return thread.get() == Thread.currentThread();
    }

    /** Makes the calling thread the leader. False if another thread leads. */
    boolean become() {
        return isCurrentThread() || thread.compareAndSet(null, Thread.currentThread());
    }

    /** Has nobody lead any more, unless a thread leads. True the first time that this holds. */
    boolean end() {
        return thread.compareAndSet(null, ENDED);
    }

    /**
     * Gives the lead to another thread that waits, if the calling thread has it or nobody does. Not to the callbacks'
     * thread while it runs callbacks: those may take their time.
     */
    void resign(Callbacks callbacks) {
        thread.compareAndSet(Thread.currentThread(), null);
        if (calls.size() == 0 || thread.get() != null) {
            return;
        }
        if (calls.asyncSize() > 0 && !callbacks.areRunning()) {
            callbacks.wake();
        } else if (calls.syncSize() > 0) {
            calls.anyCaller().ifPresent(LockSupport::unpark);
        }
    }
}
