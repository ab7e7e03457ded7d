package io.samehost.server.rpc;

import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Payload;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Passes messages to the handlers of streams, and keeps a connection from being read while one of these is slow. A stream
 * that is the only call may take as long as it likes. A stream beside other calls, which have to wait as well, is given up
 * when its handler has received nothing for a second.
 */
final class Backpressure {
    /** Messages of a stream that is the only call of its connection wait in memory up to here, the others in the socket. */
    static final int LONE_LIMIT_BYTES = 1 << 20;

    /**
     * Beside other calls more may wait, so that those are held up less. No more than this, though the server may have much
     * memory: it is a queue that a slow handler would only make older.
     */
    static final int SHARED_LIMIT_BYTES = 8 << 20;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CallTable calls;
    private final CallRunner runner;

    /**
     * The stream whose messages reached the limit last; null once its handler has read half of them. Until then nothing is
     * read: to go on after each message would cost two switches of threads for each.
     */
    private final AtomicReference<ActiveCall> full = new AtomicReference<>();

    /** The stream whose handler has yet to be told of messages that came; null if there is none. The reading thread's. */
    private ActiveCall untold;

    /** True while a timer watches the stream that is full. */
    private final AtomicBoolean watching = new AtomicBoolean();

    Backpressure(CallTable calls, CallRunner runner) {
        this.calls = calls;
        this.runner = runner;
    }

    /** False while a stream has to be read by its handler first. */
    boolean mayRead() {
        ActiveCall stream = full.get();
        return stream == null || !isHalfFull(stream);
    }

    private boolean isHalfFull(ActiveCall stream) {
        return !stream.isOver() && stream.inbox().bytes() >= limitBytes() / 2;
    }

    private int limitBytes() {
        return calls.hasOneCall() ? LONE_LIMIT_BYTES : SHARED_LIMIT_BYTES;
    }

    /** On the reading thread: a message for the handler of {@code stream}, which has yet to be told. */
    void add(ActiveCall stream, Payload message) {
        if (untold != stream) {
            tell();
            untold = stream;
        }
        stream.inbox().add(message);
        boolean isFull = stream.inbox().bytes() >= limitBytes() && !stream.isOver();
        if (isFull || (full.get() == stream && isHalfFull(stream))) {
            hold(stream);
        }
    }

    private void hold(ActiveCall stream) {
        full.set(stream);
        watch(stream);
    }

    /** On the reading thread: tells a handler of the messages that came. */
    void tell() {
        if (untold != null) {
            untold.inbox().tell();
            untold = null;
        }
    }

    /** On the handler's thread, when it has taken a message from the inbox of {@code stream}. */
    void messageTaken(ActiveCall stream) {
        boolean letGo = full.get() == stream && !isHalfFull(stream) && full.compareAndSet(stream, null);
        if (letGo && isHalfFull(stream)) { // filled up again in this moment, by a reader that took it for held
            hold(stream);
        }
    }

    /** Starts to watch a stream that holds other calls up, unless that has started before. */
    private void watch(ActiveCall stream) {
        if (!calls.hasOneCall() && watching.compareAndSet(false, true)) {
            lookLater(stream);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it finds nothing to do if the stream is over by then
    private void lookLater(ActiveCall stream) {
        int received = stream.inbox().received();
        runner.schedule(() -> look(stream, received), PATIENCE_NANOS);
    }

    /** On the timer's thread. */
    private void look(ActiveCall before, int receivedBefore) {
        ActiveCall stream = full.get();
        if (stream == null || mayRead() || calls.hasOneCall()) {
            watching.set(false);
            runner.resume();
            ActiveCall again = full.get();
            if (again != null && isHalfFull(again)) { // it may have filled up before it was watched no more
                watch(again);
            }
        } else if (stream == before && stream.inbox().received() == receivedBefore) {
            watching.set(false);
            runner.giveUp(stream, Status.of(StatusCode.RESOURCE_EXHAUSTED, slow(stream)));
        } else {
            lookLater(stream);
        }
    }

    private static String slow(ActiveCall stream) {
        return "stream is read too slowly beside other calls: unreadBytes="
                + stream.inbox().bytes() + " limitBytes=" + SHARED_LIMIT_BYTES
                + ", open it on a connection that carries nothing else, or send more slowly";
    }
}
