package io.samehost.server.raw;

/**
 * The memory for answers of commands that are not complete yet, of all calls together. A call for which there is no room does
 * not read its command's pipe, so that the command waits. One call at a time may go beyond the limit until its answer is
 * whole: otherwise halves could wait for each other. Thread-safe.
 */
final class AnswerBudget {
    /** Of the heap, which also holds requests, and answers that wait for their callers. */
    private static final int SHARE_OF_HEAP = 16;

    private final long limitBytes;

    /** Guarded by this. */
    private long heldBytes;

    /** Guarded by this. The call that may go beyond the limit; null if none does. */
    private Object beyond;

    AnswerBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    static AnswerBudget ofHeap() {
        return new AnswerBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Waits until there is room. */
    synchronized void take(Object call, int bytes) throws InterruptedException {
        while (heldBytes + bytes > limitBytes && beyond != null && beyond != call) {
            wait();
        }
        if (heldBytes + bytes > limitBytes) {
            beyond = call;
        }
        heldBytes += bytes;
    }

    /** All that the call has taken is free again. */
    synchronized void give(Object call, long bytes) {
        heldBytes -= bytes;
        if (beyond == call) {
            beyond = null;
        }
        notifyAll();
    }
}
