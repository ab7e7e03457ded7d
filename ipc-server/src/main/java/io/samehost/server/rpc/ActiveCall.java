package io.samehost.server.rpc;

import java.util.concurrent.Future;

/** A call whose handler may block: it runs, or waits to run, on a thread of its own, or is tried on the reading thread. */
public final class ActiveCall {
    private final int streamId;
    private final IncomingRequest request;
    private final boolean takesMessages;
    private final Inbox inbox = new Inbox();

    /** Guarded by this. The thread that may be interrupted for this call. */
    private Thread runner;

    /** Guarded by this. */
    private boolean cancelled;

    /** Written by the reading thread before the handler starts; the call may be over by then. */
    private volatile Future<?> deadline;

    private volatile boolean over;

    /**
     * A call that begins.
     *
     * @param takesMessages true if its client may send messages that its handler receives
     */
    public ActiveCall(int streamId, IncomingRequest request, boolean takesMessages) {
        this.streamId = streamId;
        this.request = request;
        this.takesMessages = takesMessages;
    }

    public int streamId() {
        return streamId;
    }

    public IncomingRequest request() {
        return request;
    }

    Inbox inbox() {
        return inbox;
    }

    /** The memory of the messages that its handler has not received. A payload of the request is counted by the request. */
    int unreadBytes() {
        return takesMessages ? inbox.bytes() : 0;
    }

    /** True if its client may send messages that its handler receives. */
    boolean takesMessages() {
        return takesMessages;
    }

    /** True once the call is answered or cancelled. */
    boolean isOver() {
        return over;
    }

    /** Gives it the timer that ends it at its deadline. A call that is over by now needs none. */
    public void expireBy(Future<?> timer) {
        deadline = timer;
        if (over) {
            timer.cancel(false);
        }
    }

    /** From here on {@link #cancel} interrupts the calling thread. */
    public synchronized void interruptible() {
        runner = Thread.currentThread();
        if (cancelled || request.wantsInterrupt()) {
            runner.interrupt();
        }
    }

    /**
     * From here on nobody interrupts the calling thread, and an interrupt that came is taken back: a thread that writes
     * to a channel while interrupted would close it, for all other calls too.
     */
    public synchronized void uninterruptible() {
        runner = null;
        Thread.interrupted();
    }

    /** Tells the handler that nobody waits for it any more. */
    public synchronized void cancel() {
        cancelled = true;
        request.cancel();
        inbox.end();
        if (runner != null) {
            runner.interrupt();
        }
        setOver();
    }

    /** Tells the handler that the server closes. The call goes on. */
    public synchronized void serverCloses() {
        request.serverCloses();
        if (runner != null && request.wantsInterrupt()) {
            runner.interrupt();
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** The call is answered or cancelled; its deadline has no more meaning. */
    public void setOver() {
        over = true;
        Future<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
