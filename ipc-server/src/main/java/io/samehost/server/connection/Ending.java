package io.samehost.server.connection;

import java.util.concurrent.atomic.AtomicBoolean;

/** The good end of a connection: what was asked for, and what is done of it. Thread-safe. */
final class Ending {
    /** The next step towards the end, once all output is sent. */
    enum Step {
        NOTHING,
        SHUT_OUTPUT,
        CLOSE
    }

    private final AtomicBoolean outputShut = new AtomicBoolean();

    /** Set by {@link #endOutput} and by {@link #finish}, and never cleared. */
    private volatile boolean endingOutput;

    /** Set by {@link #finish} and never cleared. */
    private volatile boolean finishing;

    private volatile long finishingSinceNanos;

    /** Set at the end of the peer's bytes. */
    private volatile boolean inputEnded;

    void endOutput() {
        endingOutput = true;
    }

    void finish() {
        if (!finishing) {
            finishingSinceNanos = System.nanoTime();
            finishing = true;
        }
        endingOutput = true;
    }

    /** Returns false if it has ended before. For the reading thread. */
    boolean endInput() {
        boolean first = !inputEnded;
        inputEnded = true;
        return first;
    }

    boolean isFinishing() {
        return finishing;
    }

    boolean isAskedFor() {
        return endingOutput;
    }

    boolean hasInputEnded() {
        return inputEnded;
    }

    boolean isOutputShut() {
        return outputShut.get();
    }

    /** Time for which it has been finishing; 0 while it is not. */
    long finishingNanos(long nowNanos) {
        return finishing ? nowNanos - finishingSinceNanos : 0;
    }

    /** For whoever finds all output sent: each step is given to one caller. */
    Step next() {
        if (!endingOutput) {
            return Step.NOTHING;
        }
        if (finishing && inputEnded) {
            return Step.CLOSE;
        }
        return outputShut.compareAndSet(false, true) ? Step.SHUT_OUTPUT : Step.NOTHING;
    }
}
