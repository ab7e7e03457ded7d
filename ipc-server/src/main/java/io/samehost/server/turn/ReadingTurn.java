package io.samehost.server.turn;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The time for which one thread reads from one connection. Meanwhile it may run a handler that has been quick so far: if
 * that does not come back soon, the {@link HandlerWatch} ends the turn, and another thread reads on. The handler's
 * thread finds that out when the handler is done, and may touch nothing of the reader's from then on.
 */
public final class ReadingTurn {
    private static final long OVER = -1;

    private final HandlerWatch watch;
    private final Thread thread;
    private final Consumer<Runnable> successor;

    /** Even while it reads, odd while it runs a handler; each change counts one up, until it is over. */
    private final AtomicLong state = new AtomicLong();

    /** Both published by the state that says that a handler runs. */
    private HandlerPace pace;

    private Runnable unfinished;

    /** The state when the watch last looked. Its thread uses it. */
    private long seen;

    /**
     * A turn of {@code thread}.
     *
     * @param successor starts the next turn, on another thread, with what is given to it; it may not throw
     */
    public ReadingTurn(Thread thread, HandlerWatch watch, Consumer<Runnable> successor) {
        this.thread = thread;
        this.watch = watch;
        this.successor = successor;
    }

    /**
     * The reading thread begins to run a handler.
     *
     * @param handlerPace is told if the handler keeps the thread
     * @param unfinishedWork what the next reader has to do first if that happens
     */
    public void enterHandler(HandlerPace handlerPace, Runnable unfinishedWork) {
        pace = handlerPace;
        unfinished = unfinishedWork;
        state.set(state.getPlain() + 1);
        watch.wake();
    }

    /** The handler is done: the turn goes on without being watched, or another thread reads or is about to. */
    @CheckReturnValue
    public Turn leaveHandler() {
        long entered = state.get();
        return entered != OVER && state.compareAndSet(entered, entered + 1) ? Turn.KEPT : Turn.LOST;
    }

    /** True while a handler runs that may yet outlast the turn. From any thread. */
    boolean isInHandler() {
        return isInHandler(state.get());
    }

    private static boolean isInHandler(long state) {
        return state != OVER && (state & 1) != 0;
    }

    /** True while a handler runs, also one that has outlasted the turn. From any thread. */
    public boolean hasHandler() {
        long now = state.get();
        return now == OVER || isInHandler(now);
    }

    /**
     * On the watch's thread: ends the turn if the handler that ran at the last look still runs.
     *
     * @return true if a handler runs, or one has run since the last look
     */
    boolean look() {
        long now = state.get();
        boolean moved = now != seen;
        seen = now;
        if (moved || !isInHandler(now)) {
            return moved;
        }
        if (state.compareAndSet(now, OVER)) {
            pace.blocked();
            successor.accept(unfinished);
        }
        return true;
    }

    public Thread thread() {
        return thread;
    }
}
