package io.samehost.server.turn;

import io.samehost.server.lasting.Joining;
import io.samehost.server.lasting.LastingLog;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices handlers that keep a thread from reading, and has another thread read on. It looks every millisecond while
 * such handlers run, so that one is noticed in its second millisecond, and rests when none has run for a while.
 */
public final class HandlerWatch implements Runnable {
    private static final LastingLog LOG = new LastingLog(HandlerWatch.class);
    private static final long PAUSE_MILLIS = 1;

    /** Waking this thread costs a call more than many looks do: it does not rest in each gap between two calls. */
    private static final int QUIET_LOOKS = 20;

    /** {@link #close} waits this long for handlers. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Thread thread = new Thread(this, "samehost-watch");
    private final Set<ReadingTurn> turns = ConcurrentHashMap.newKeySet();
    private volatile boolean resting;
    private volatile boolean closed;

    /** Starts the thread. To be called once. */
    public void start() {
        thread.start();
    }

    public void add(ReadingTurn turn) {
        turns.add(turn);
    }

    public void remove(ReadingTurn turn) {
        turns.remove(turn);
    }

    /** To be called whenever a turn has entered a handler. */
    void wake() {
        if (resting) {
            resting = false;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        int quietLooks = QUIET_LOOKS - 1; // there is nothing to see yet
        while (!closed) {
            pause();
            try {
                quietLooks = look() ? 0 : quietLooks + 1;
                if (quietLooks == QUIET_LOOKS) {
                    rest();
                    quietLooks = 0;
                }
            } catch (RuntimeException | Error e) { // for want of memory
                LOG.log(Level.ERROR, "could not look after all handlers, trying again", e);
            }
        }
    }

    /** First says that it rests, then looks: a handler that this does not see sees that it has to wake us. */
    private void rest() {
        resting = true;
        if (!closed && !isAnyInHandler()) {
            LockSupport.park(this);
        }
        resting = false;
    }

    private boolean isAnyInHandler() {
        for (ReadingTurn turn : turns) {
            if (turn.isInHandler()) {
                return true;
            }
        }
        return false;
    }

    /** Not by parking: a {@link #wake} that came late would cut it short, and a handler's first look be its second. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            // nobody has a reason to; a look too early only makes a thread too many
        }
    }

    /** Looks at every turn once. Returns true if a handler runs, or one has run since the last look. */
    public boolean look() {
        boolean active = false;
        for (ReadingTurn turn : turns) {
            active |= turn.look();
        }
        return active;
    }

    /**
     * Ends the thread, once all connections are closed, and gives the handlers on reading threads a second to end, like
     * those on handler threads. May be called twice, and by such a handler.
     */
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Joining.join(thread);
        long deadline = System.nanoTime() + GRACE_NANOS;
        for (ReadingTurn turn : turns) {
            if (turn.hasHandler()) {
                Joining.join(turn.thread(), deadline - System.nanoTime());
            }
        }
    }
}
