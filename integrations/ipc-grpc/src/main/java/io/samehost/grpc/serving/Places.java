package io.samehost.grpc.serving;

import io.samehost.server.rpc.HandlerThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Where handlers run. */
public interface Places {
    /**
     * Runs a handler, on another thread.
     *
     * @throws RejectedExecutionException if there is no place for it
     * @throws OutOfMemoryError if there is no thread for it
     */
    void execute(Runnable handler);

    /** The calling handler begins to wait for its peer. Returns false if too many wait already; it counts all the same. */
    boolean beginWait();

    /** The calling handler goes on. */
    void endWait();

    /** As a server of samehost has them: virtual threads where the runtime has them, else a pool. */
    static Places own() {
        HandlerThreads threads = new HandlerThreads(true);
        return new Places() {
            @Override
            public void execute(Runnable handler) {
                threads.execute(handler);
            }

            @Override
            public boolean beginWait() {
                return threads.beginWait();
            }

            @Override
            public void endWait() {
                threads.endWait();
            }
        };
    }

    /** Those of an executor, which says by itself how many there are. */
    static Places of(Executor executor) {
        return new Places() {
            @Override
            public void execute(Runnable handler) {
                executor.execute(handler);
            }

            @Override
            public boolean beginWait() {
                return true;
            }

            @Override
            public void endWait() {
                // nobody counts
            }
        };
    }
}
