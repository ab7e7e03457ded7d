package io.samehost.server.engine;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.server.turn.ReadingTurn;
import io.samehost.server.turn.Turn;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread of a loop, which is one thread after the other: while a handler keeps it, its turn ends, and the next thread
 * becomes the loop thread.
 */
final class LoopThread {
    private static final LastingLog LOG = new LastingLog(LoopThread.class);

    /** After a thread could not be started, or the poll failed: without them, no connection here is served. */
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final Selector selector;
    private final LoopPoll poll;
    private final LoopAcceptor acceptor;
    private final LoopWork work;
    private final HandlerWatch watch;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Used by the loop thread, and written before that starts. */
    private volatile Optional<ReadingTurn> turn = Optional.empty();

    private volatile boolean closed;

    LoopThread(
            String name, Selector selector, LoopPoll poll, LoopAcceptor acceptor, LoopWork work, HandlerWatch watch) {
        this.name = name;
        this.selector = selector;
        this.poll = poll;
        this.acceptor = acceptor;
        this.work = work;
        this.watch = watch;
    }

    /** Starts the first thread, or ends the loop if there is none to be had. To be called once. */
    void start() {
        try {
            startNext();
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    private void startNext() {
        Thread thread = new Thread(this::run, name);
        // A handler that never ends must not keep the program; until the server is closed, the watch does.
        thread.setDaemon(true);
        ReadingTurn next = new ReadingTurn(thread, watch, this::takeOver);
        turn = Optional.of(next);
        try {
            watch.add(next);
            thread.start();
        } catch (RuntimeException | Error e) {
            watch.remove(next);
            throw e;
        }
    }

    /** On the watch's thread: the loop goes on on another thread, whatever it takes to get one. */
    private void takeOver(Runnable batch) {
        do {
            try {
                work.goOnWith(batch);
                startNext();
                return;
            } catch (Throwable t) { // for want of memory
                LOG.log(Level.WARNING, "no thread for the event loop, trying again", t);
                LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            }
        } while (!closed);
        end();
    }

    private void run() {
        ReadingTurn mine = turn.orElseThrow();
        Turn outcome = work.work(mine); // which the last loop thread was kept from
        while (outcome == Turn.KEPT && !closed) {
            poll();
            // Not within the select: an inline handler may close its server, and that selects too.
            outcome = work.work(mine);
        }
        watch.remove(mine);
        if (outcome == Turn.KEPT) {
            end();
        }
    }

    private void poll() {
        try {
            acceptor.acceptAgain();
            poll.poll(acceptor.pauseNanos());
        } catch (Throwable t) {
            LOG.log(Level.ERROR, "event loop could not poll, trying again", t);
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
        }
    }

    /** Once no thread is the loop any more. */
    private void end() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "close failed: selector of ", name, e);
        } finally {
            ended.countDown();
        }
    }

    /** True on the loop thread. A handler that may be replaced there at any moment does not count. */
    boolean isCurrent() {
        Optional<ReadingTurn> now = turn;
        return now.isPresent()
                && now.get().thread() == Thread.currentThread()
                && !now.get().hasHandler();
    }

    /** Ends the thread. May be called twice. */
    void close() {
        closed = true;
        selector.wakeup();
    }

    /** Returns when the loop has ended, or runs the caller, or the caller is interrupted. */
    void awaitEnd() {
        if (isCurrent()) {
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
