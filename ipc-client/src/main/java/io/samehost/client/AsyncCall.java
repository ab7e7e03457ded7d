package io.samehost.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A call whose caller has a future. */
final class AsyncCall extends PendingCall {
    private final CompletableFuture<byte[]> future = new CallFuture();

    /** Set before the call begins. */
    private ClientConnection connection;

    AsyncCall(long timeoutNanos) {
        super(timeoutNanos);
    }

    void connection(ClientConnection newConnection) {
        this.connection = newConnection;
    }

    CompletableFuture<byte[]> future() {
        return future;
    }

    @Override
    void ended() {
        connection.callbacks().add(this);
    }

    /** Runs what the caller attached to the future. */
    void completeFuture() {
        try {
            future.complete(result());
        } catch (CallException | IOException e) {
            future.completeExceptionally(e);
        }
    }

    /** Gives the call up when it is cancelled. */
    private final class CallFuture extends CompletableFuture<byte[]> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                connection.cancel(AsyncCall.this);
            }
            return cancelled;
        }
    }
}
