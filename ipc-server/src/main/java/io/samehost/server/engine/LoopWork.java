package io.samehost.server.engine;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.turn.CheckReturnValue;
import io.samehost.server.turn.ReadingTurn;
import io.samehost.server.turn.Turn;
import io.samehost.transport.ListeningSocket;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The work of a loop: keys that are ready, and tasks that other threads hand over. The thread may be kept by a handler in
 * the middle of it; the next loop thread then goes on behind the piece that kept the last one.
 */
final class LoopWork {
    private static final LastingLog LOG = new LastingLog(LoopWork.class);

    private final LoopPoll poll;
    private final LoopAcceptor acceptor;
    private final Queue<LoopTask> tasks = new ConcurrentLinkedQueue<>();

    /** Loop thread. The connection whose session is given input, or was last. */
    private Optional<LoopConnection> receiving = Optional.empty();

    /** Loop thread. The first thing to do for a thread that has just become it. */
    private Optional<LoopTask> unfinished = Optional.empty();

    LoopWork(LoopPoll poll, LoopAcceptor acceptor) {
        this.poll = poll;
        this.acceptor = acceptor;
    }

    /** Hands over a task. From any thread; the loop has to be woken. */
    void add(LoopTask task) {
        tasks.add(task);
    }

    /** Loop thread. {@code connection} gives its session input, and may be kept there. */
    void receives(Optional<LoopConnection> connection) {
        receiving = connection;
    }

    /** Before the next loop thread starts: it goes on with {@code batch}, where a handler keeps the last one. */
    void goOnWith(Runnable batch) {
        LoopConnection kept = receiving.orElseThrow();
        unfinished = Optional.of(turn -> kept.goOn(batch, turn));
    }

    /**
     * Does all there is to do. A piece that fails is not done again, and keeps nothing else from being done: on this thread
     * depend all connections.
     */
    @CheckReturnValue
    Turn work(ReadingTurn turn) {
        Turn outcome = Turn.KEPT;
        boolean more = true;
        while (more && outcome == Turn.KEPT) {
            try {
                if (unfinished.isPresent()) {
                    LoopTask first = unfinished.get();
                    unfinished = Optional.empty();
                    outcome = first.run(turn);
                } else if (poll.hasReady()) {
                    SelectionKey key = poll.takeReady();
                    if (key.attachment() instanceof LoopConnection connection) {
                        outcome = connection.ready(turn);
                    } else {
                        acceptor.accept(key, (ListeningSocket) key.attachment());
                    }
                } else if (!tasks.isEmpty()) {
                    outcome = tasks.remove().run(turn);
                } else {
                    more = false;
                }
            } catch (Throwable t) {
                LOG.log(Level.ERROR, "event loop goes on after a bug of ours", t);
            }
            Thread.interrupted(); // left by a session, it would close the next channel that is used here
        }
        return outcome;
    }
}
