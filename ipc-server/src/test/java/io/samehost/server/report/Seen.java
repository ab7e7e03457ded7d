package io.samehost.server.report;

import io.samehost.server.listener.EndedCall;
import io.samehost.server.listener.EndedConnection;
import io.samehost.server.listener.OpenedConnection;
import io.samehost.server.listener.RefusedConnection;
import io.samehost.server.listener.ServerListener;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it is told, for a test to take. */
final class Seen implements ServerListener {
    private static final Duration LONG = Duration.ofSeconds(15);

    private final BlockingQueue<EndedCall> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<OpenedConnection> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<EndedConnection> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<RefusedConnection> refused = new LinkedBlockingQueue<>();

    @Override
    public void callEnded(EndedCall call) {
        calls.add(call);
    }

    @Override
    public void connectionOpened(OpenedConnection connection) {
        opened.add(connection);
    }

    @Override
    public void connectionEnded(EndedConnection connection) {
        ended.add(connection);
    }

    @Override
    public void connectionRefused(RefusedConnection connection) {
        refused.add(connection);
    }

    EndedCall call() throws InterruptedException {
        return next(calls);
    }

    OpenedConnection opened() throws InterruptedException {
        return next(opened);
    }

    EndedConnection ended() throws InterruptedException {
        return next(ended);
    }

    RefusedConnection refused() throws InterruptedException {
        return next(refused);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("the listener was not told");
        }
        return next;
    }
}
