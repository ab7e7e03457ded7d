package io.samehost.client;

import io.samehost.protocol.ClientEvent;
import io.samehost.protocol.ClientEvent.NeedData;
import io.samehost.protocol.ClientEvent.ResponseReceived;
import io.samehost.protocol.ClientProtocol;
import io.samehost.protocol.RequestKind;
import io.samehost.protocol.StreamMap;
import io.samehost.transport.OutputQueue;
import io.samehost.wire.EncodedFrame;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of one connection that have not ended, and the protocol they are made of, behind one lock: the id of a call
 * is taken and its frame queued in one step, since ids must increase on the wire. The lock is never held while a call is
 * completed or a channel is used; the only lock taken inside it is that of the output queue. Thread-safe.
 */
final class PendingCalls {
    private final OutputQueue output;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final ClientProtocol protocol = new ClientProtocol();

    /** Guarded by lock. */
    private final StreamMap<PendingCall> calls = new StreamMap<>();

    /** No call can begin any more. Written under the lock, read by anybody. */
    private volatile boolean usedUp;

    /** How many of {@link #calls} are of each kind; written under the lock, whose release publishes them. */
    private final AtomicInteger asyncSize = new AtomicInteger();

    private final AtomicInteger syncSize = new AtomicInteger();

    /** Not later than the earliest deadline of an asynchronous call; written under the lock. See {@link #expire}. */
    private volatile long earliestNanos = Long.MAX_VALUE;

    PendingCalls(OutputQueue output) {
        this.output = output;
    }

    int size() {
        return asyncSize.get() + syncSize.get();
    }

    int asyncSize() {
        return asyncSize.get();
    }

    int syncSize() {
        return syncSize.get();
    }

    /**
     * Queues the request of a call.
     *
     * @return false if the connection is used up or gone, so that another one is needed; nothing was queued then
     * @throws OversizeException if the request does not fit a frame
     */
    boolean begin(PendingCall call, Request request) throws OversizeException {
        lock.lock();
        try {
            if (usedUp) {
                return false;
            }
            int streamId = protocol.nextStreamId();
            EncodedFrame frame = protocol.start(RequestKind.UNARY, request);
            output.append(frame.head(), frame.payload());
            call.streamId(streamId);
            calls.put(streamId, call);
            count(call, 1);
            if (call instanceof AsyncCall) {
                expect(call.deadline());
            }
            if (!protocol.canStart()) {
                usedUp = true;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void count(PendingCall call, int change) {
        AtomicInteger kind = call instanceof AsyncCall ? asyncSize : syncSize;
        kind.setRelease(kind.getPlain() + change);
    }

    private void expect(Deadline deadline) {
        if (deadline.exists() && deadline.endNanos() < earliestNanos) {
            earliestNanos = deadline.endNanos();
        }
    }

    /** Takes input. Adds to {@code answered} the calls whose answers came; to complete them is up to the caller. */
    void receive(ByteBuffer in, List<PendingCall> answered) throws IOException {
        lock.lock();
        try {
            for (ClientEvent event = protocol.receive(in); !(event instanceof NeedData); event = protocol.receive(in)) {
                if (event instanceof ResponseReceived received) {
                    PendingCall call = remove(received.streamId());
                    if (call != null) {
                        call.answer(received.response());
                        answered.add(call);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns null if the call has ended. */
    private PendingCall remove(int streamId) {
        PendingCall call = calls.remove(streamId);
        if (call != null) {
            count(call, -1);
        }
        return call;
    }

    /** Gives up waiting for a call. Its answer, should it come, is dropped. */
    void forget(PendingCall call) {
        lock.lock();
        try {
            if (remove(call.streamId()) != null) {
                protocol.forget(call.streamId());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends every call; none can begin afterwards. */
    void failAll(IOException cause) {
        List<PendingCall> ended;
        lock.lock();
        try {
            usedUp = true;
            ended = calls.values();
            calls.clear();
            asyncSize.set(0);
            syncSize.set(0);
        } finally {
            lock.unlock();
        }
        ended.forEach(call -> call.fail(cause));
    }

    boolean isUsedUp() {
        return usedUp;
    }

    /** A thread that waits for its call and could read for everybody. */
    Optional<Thread> anyCaller() {
        lock.lock();
        try {
            for (PendingCall call : calls.values()) {
                if (call instanceof SyncCall waiting && !waiting.isDone()) {
                    return Optional.of(waiting.caller());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** A bound in the time of {@link System#nanoTime}; it falls when a call begins that ends before all others. */
    long earliestNanos() {
        return earliestNanos;
    }

    /** How long until {@link #expire} may have something to do. */
    long nanosToEarliestDeadline(long nowNanos) {
        long earliest = earliestNanos;
        return earliest == Long.MAX_VALUE ? Long.MAX_VALUE : earliest - nowNanos;
    }

    /**
     * Ends asynchronous calls whose deadline has passed. What is remembered of deadlines is only a bound: calls that end
     * in time do not touch it, and so a call costs no timer; the price is a look at all calls once a deadline's length.
     */
    void expire() {
        List<PendingCall> expired = new ArrayList<>();
        lock.lock();
        try {
            long nextNanos = Long.MAX_VALUE;
            for (PendingCall call : calls.values()) {
                if (call instanceof AsyncCall && call.deadline().exists()) {
                    long remaining = call.deadline().remainingNanos();
                    if (remaining <= 0) {
                        expired.add(call);
                    } else {
                        nextNanos = Math.min(nextNanos, call.deadline().endNanos());
                    }
                }
            }
            earliestNanos = nextNanos;
        } finally {
            lock.unlock();
        }
        for (PendingCall call : expired) {
            forget(call);
            call.fail(StatusCode.DEADLINE_EXCEEDED, PendingCall.LATE);
        }
    }
}
