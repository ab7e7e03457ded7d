package io.samehost.server;

import io.samehost.protocol.RequestKind;
import io.samehost.protocol.ServerEvent.RequestReceived;
import java.util.Optional;
import java.util.concurrent.Future;

/** A call whose handler may block: it runs, or waits to run, on a thread of its own, or is tried on the reading thread. */
final class ActiveCall {
    private final int streamId;
    private final ServerRequest request;
    private final boolean takesMessages;
    private final boolean ownsConnection;
    private final Inbox inbox = new Inbox();

    /** Guarded by this. The thread that may be interrupted for this call. */
    private Thread runner;

    /** Guarded by this. */
    private boolean cancelled;

    /** Written and read by the thread that runs the handler. */
    private Optional<byte[]> result = Optional.empty();

    /** Set by the reading thread before the handler starts. */
    private Future<?> deadline;

    private volatile boolean over;

    ActiveCall(RequestReceived received, ServerRequest request, boolean ownsConnection) {
        this.streamId = received.streamId();
        this.request = request;
        this.takesMessages = received.kind() == RequestKind.REMOTE_OPEN;
        this.ownsConnection = ownsConnection;
    }

    int streamId() {
        return streamId;
    }

    ServerRequest request() {
        return request;
    }

    Inbox inbox() {
        return inbox;
    }

    /** True if its client may send messages. */
    boolean takesMessages() {
        return takesMessages;
    }

    /** True if its client promised to use the connection for nothing else, so that it may be paused for this stream. */
    boolean ownsConnection() {
        return ownsConnection;
    }

    void setResult(byte[] newResult) {
        result = Optional.of(newResult);
    }

    /** The one answer of a client stream. */
    Optional<byte[]> result() {
        return result;
    }

    /** True once the call is answered or cancelled. */
    boolean isOver() {
        return over;
    }

    void expireBy(Future<?> expiry) {
        this.deadline = expiry;
    }

    /** From here on {@link #cancel} interrupts the calling thread. */
    synchronized void interruptible() {
        runner = Thread.currentThread();
        if (cancelled) {
            runner.interrupt();
        }
    }

    /**
     * From here on nobody interrupts the calling thread, and an interrupt that came is taken back: a thread that writes
     * to a channel while interrupted would close it, for all other calls too.
     */
    synchronized void uninterruptible() {
        runner = null;
        Thread.interrupted();
    }

    /** Tells the handler that nobody waits for it any more. */
    synchronized void cancel() {
        cancelled = true;
        request.cancel();
        inbox.end();
        if (runner != null) {
            runner.interrupt();
        }
        ended();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** The call is answered; its deadline has no more meaning. */
    void ended() {
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
