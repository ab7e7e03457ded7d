package io.samehost.grpc.serving;

/** What became of a call meanwhile, and how its handler is told. Thread-safe. */
final class CallState {
    /** Guarded by this. The thread that may be interrupted for this call; null while there is none. */
    private Thread runner;

    /** Guarded by this for writes; read by anybody. */
    private volatile boolean cancelled;

    /** Guarded by this for writes; read by anybody. */
    private volatile boolean serverClosing;

    /** Set once the handler has asked for it. */
    private volatile boolean interruptedAtClosing;

    boolean isCancelled() {
        return cancelled;
    }

    boolean isServerClosing() {
        return serverClosing;
    }

    /** From here on the calling thread is interrupted for this call. */
    synchronized void interruptible() {
        runner = Thread.currentThread();
        if (cancelled || (serverClosing && interruptedAtClosing)) {
            runner.interrupt();
        }
    }

    /** From here on nobody interrupts the calling thread, and an interrupt that came is taken back. */
    synchronized void uninterruptible() {
        runner = null;
        Thread.interrupted();
    }

    /** Nobody waits for the handler any more. */
    synchronized void cancel() {
        cancelled = true;
        if (runner != null) {
            runner.interrupt();
        }
    }

    /** The call goes on. */
    synchronized void serverCloses() {
        serverClosing = true;
        if (runner != null && interruptedAtClosing) {
            runner.interrupt();
        }
    }

    /** On the handler's thread. */
    void interruptWhenServerCloses() {
        interruptedAtClosing = true;
        if (serverClosing) {
            Thread.currentThread().interrupt();
        }
    }
}
