package io.samehost.client.call;

import io.samehost.protocol.ClientEvent;
import io.samehost.protocol.ClientEvent.Goodbye;
import io.samehost.protocol.ClientEvent.MessageReceived;
import io.samehost.protocol.ClientEvent.NeedData;
import io.samehost.protocol.ClientEvent.RemoteClosed;
import io.samehost.protocol.ClientEvent.ResponseReceived;
import io.samehost.protocol.ClientProtocol;
import io.samehost.protocol.RequestKind;
import io.samehost.protocol.StreamMap;
import io.samehost.transport.output.OutputQueue;
import io.samehost.wire.OversizeException;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
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
public final class PendingCalls {
    private final OutputQueue output;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final ClientProtocol protocol = new ClientProtocol();

    /** Guarded by lock. */
    private final StreamMap<PendingCall> calls = new StreamMap<>();

    /** No call can begin any more. Written under the lock, read by anybody. */
    private volatile boolean usedUp;

    /** Guarded by lock. Bytes of all requests that were queued. */
    private long queuedBytes;

    /** Guarded by lock. */
    private long begunCalls;

    /** Counts {@link #calls} of each kind; written under the lock, whose release publishes the counts. */
    private final AtomicInteger asyncSize = new AtomicInteger();

    private final AtomicInteger syncSize = new AtomicInteger();

    /** Not later than the earliest deadline of an asynchronous call; written under the lock. See {@link #expire}. */
    private volatile long earliestNanos = Long.MAX_VALUE;

    public PendingCalls(OutputQueue output) {
        this.output = output;
    }

    public int size() {
        return asyncSize.get() + syncSize.get();
    }

    public int asyncSize() {
        return asyncSize.get();
    }

    public int syncSize() {
        return syncSize.get();
    }

    /**
     * Queues the request of a call.
     *
     * @return false if the connection is used up or gone, so that another one is needed; nothing was queued then
     * @throws OversizeException if the request does not fit a frame
     */
    public boolean begin(PendingCall call, Request request) throws OversizeException {
        lock.lock();
        try {
            if (usedUp) {
                return false;
            }
            if (call.takesLent()) {
                protocol.lend();
            }
            int streamId = protocol.nextStreamId();
            EncodedFrame frame = protocol.start(RequestKind.UNARY, request);
            int lengthBytes = frame.lengthBytes();
            output.append(frame.head(), frame.payload());
            call.begun(streamId, queuedBytes);
            queuedBytes += lengthBytes;
            begunCalls++;
            calls.put(streamId, call);
            count(call, 1);
            expect(call);
            usedUp = !protocol.canStart();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void count(PendingCall call, int change) {
        AtomicInteger kind = call instanceof AsyncCall ? asyncSize : syncSize;
        kind.setRelease(kind.getPlain() + change);
    }

    private void expect(PendingCall call) {
        if (call instanceof AsyncCall && call.exists() && call.endNanos() < earliestNanos) {
            earliestNanos = call.endNanos();
        }
    }

    /** Takes input. Adds to {@code answered} the calls whose answers came; to complete them is up to the caller. */
    public void receive(ByteBuffer in, List<PendingCall> answered) throws IOException {
        lock.lock();
        try {
            for (ClientEvent event = protocol.receive(in); !(event instanceof NeedData); event = protocol.receive(in)) {
                if (event instanceof ResponseReceived received) {
                    end(received.streamId(), received.response(), answered);
                    if (received.response().status().isGoodbye()) {
                        endNotProcessed(received.streamId(), answered);
                    }
                } else if (event instanceof Goodbye goodbye) {
                    endNotProcessed(goodbye.streamId(), answered);
                } else if (event instanceof MessageReceived message) {
                    protocol.forget(message.streamId());
                    end(message.streamId(), NoAnswer.STREAM, answered);
                } else if (event instanceof RemoteClosed closed) {
                    end(closed.streamId(), NoAnswer.STREAM, answered);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. Does nothing if the call has ended. */
    private void end(int streamId, Response response, List<PendingCall> answered) {
        PendingCall call = remove(streamId);
        if (call != null) {
            call.take(response);
            answered.add(call);
        }
    }

    /** Under the lock. The server begins no call from {@code firstId} on; those before it go on. */
    private void endNotProcessed(int firstId, List<PendingCall> answered) {
        usedUp = true;
        for (PendingCall call : calls.values()) {
            if (Integer.compareUnsigned(call.streamId(), firstId) >= 0) {
                protocol.forget(call.streamId());
                end(call.streamId(), NoAnswer.GOODBYE, answered);
            }
        }
    }

    /** Lets no further call begin; those that have begun go on. */
    public void useUp() {
        lock.lock();
        try {
            usedUp = true;
        } finally {
            lock.unlock();
        }
    }

    /** True if this is the first call of the connection, and the only one so far. */
    public boolean isLone(PendingCall call) {
        lock.lock();
        try {
            return begunCalls == 1 && call.position() == 0;
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
    public void forget(PendingCall call) {
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
    public void failAll(IOException cause) {
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

    public boolean isUsedUp() {
        return usedUp;
    }

    /** A thread that waits for its call and could read for everybody. */
    public Optional<Thread> anyCaller() {
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
    public long earliestNanos() {
        return earliestNanos;
    }

    /** Nanoseconds until {@link #expire} may have something to do. */
    public long nanosToEarliestDeadline(long nowNanos) {
        long earliest = earliestNanos;
        return earliest == Long.MAX_VALUE ? Long.MAX_VALUE : earliest - nowNanos;
    }

    /**
     * Ends asynchronous calls whose deadline has passed. Only a bound of the deadlines is remembered: calls that end
     * in time do not touch it, and so a call costs no timer; the price is a look at all calls once a deadline's length.
     */
    public void expire() {
        List<PendingCall> expired = new ArrayList<>();
        lock.lock();
        try {
            long nextNanos = Long.MAX_VALUE;
            for (PendingCall call : calls.values()) {
                if (call instanceof AsyncCall && call.exists()) {
                    long remaining = call.remainingNanos();
                    if (remaining <= 0) {
                        expired.add(call);
                    } else {
                        nextNanos = Math.min(nextNanos, call.endNanos());
                    }
                }
            }
            earliestNanos = nextNanos;
        } finally {
            lock.unlock();
        }
        expired.forEach(this::forget);
        expired.forEach(call -> call.fail(StatusCode.DEADLINE_EXCEEDED, PendingCall.LATE));
    }
}
