package io.samehost.server;

import io.samehost.protocol.ServerEvent;
import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerProtocol;
import io.samehost.protocol.StreamMap;
import io.samehost.transport.OutputQueue;
import io.samehost.wire.EncodedFrame;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of one connection and the protocol they are made of, behind one lock: so a call ends exactly once, and
 * frames are queued in the order in which the protocol made them. The lock is never held while a handler runs or a
 * channel is used; the only lock taken inside it is that of the output queue. Nothing here flushes. Thread-safe.
 */
final class CallTable {
    private final OutputQueue output;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final ServerProtocol protocol = new ServerProtocol();

    /** Guarded by lock. Calls of handlers that may block. */
    private final StreamMap<ActiveCall> calls = new StreamMap<>();

    /** The size of {@link #calls}; written under the lock, whose release publishes it. */
    private final AtomicInteger size = new AtomicInteger();

    /** How many of {@link #calls} began as streams that the client sends on; written as the size is. */
    private final AtomicInteger streams = new AtomicInteger();

    /** Written under the lock. Once set, no call begins. */
    private volatile boolean draining;

    /** Guarded by lock. True while the reading thread works on a batch of input. */
    private boolean receiving;

    CallTable(OutputQueue output) {
        this.output = output;
    }

    /** Calls of handlers that may block. */
    int size() {
        return size.get();
    }

    /** Those of them that need input to end. */
    int streams() {
        return streams.get();
    }

    /** Takes input up to the next event. */
    ServerEvent next(ByteBuffer in) throws IOException {
        lock.lock();
        try {
            receiving = true;
            return protocol.receive(in);
        } finally {
            lock.unlock();
        }
    }

    boolean isInsideFrame() {
        lock.lock();
        try {
            return protocol.isInsideFrame();
        } finally {
            lock.unlock();
        }
    }

    /** Enters a call; refused once the table is draining. */
    boolean begin(ActiveCall call) {
        lock.lock();
        try {
            if (draining) {
                return false;
            }
            calls.put(call.streamId(), call);
            count(call, 1);
            return true;
        } finally {
            lock.unlock();
        }
    }

    Optional<ActiveCall> find(int streamId) {
        lock.lock();
        try {
            return Optional.ofNullable(calls.get(streamId));
        } finally {
            lock.unlock();
        }
    }

    /** Queues the answer to a call that is not in the table. */
    void respond(int streamId, Response response) {
        lock.lock();
        try {
            queueResponse(streamId, response);
        } finally {
            lock.unlock();
        }
    }

    /** Queues the answer to a frame that the protocol refused, and ends the call it was for, if any. */
    void refuse(Refused refused) {
        lock.lock();
        try {
            queue(protocol.refuse(refused));
            remove(refused.streamId()).ifPresent(ActiveCall::cancel);
        } finally {
            lock.unlock();
        }
    }

    /** Queues the answer to a call and removes it. Does nothing if the call has ended. */
    void end(ActiveCall call, Response response) {
        lock.lock();
        try {
            if (remove(call.streamId()).isPresent()) {
                queueResponse(call.streamId(), response);
                call.ended();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Queues the good end of a stream that has no answer but its messages. Does nothing if the call has ended. */
    void close(ActiveCall call) {
        lock.lock();
        try {
            if (remove(call.streamId()).isPresent()) {
                queue(protocol.close(call.streamId()));
                call.ended();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues a message of a stream.
     *
     * @return false if the call has ended
     */
    boolean send(ActiveCall call, byte[] message) throws OversizeException {
        lock.lock();
        try {
            if (!calls.contains(call.streamId())) {
                return false;
            }
            queue(protocol.send(call.streamId(), message));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Optional<ActiveCall> remove(int streamId) {
        ActiveCall call = calls.remove(streamId);
        if (call != null) {
            count(call, -1);
        }
        return Optional.ofNullable(call);
    }

    private void count(ActiveCall call, int change) {
        size.setRelease(calls.size());
        if (call.takesMessages()) {
            streams.setRelease(streams.getPlain() + change);
        }
    }

    private void queueResponse(int streamId, Response response) {
        try {
            queue(protocol.respond(streamId, response));
        } catch (OversizeException e) {
            queueResponse(
                    streamId, Response.failed(Status.of(StatusCode.RESOURCE_EXHAUSTED, "answer: " + e.getMessage())));
        }
    }

    private void queue(EncodedFrame frame) {
        output.append(frame.head(), frame.payload());
    }

    /** Removes every call, without an answer, and lets no further one begin: the connection is gone. */
    List<ActiveCall> removeAll() {
        lock.lock();
        try {
            draining = true;
            List<ActiveCall> removed = calls.values();
            calls.clear();
            size.set(0);
            streams.set(0);
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Lets no further call begin. */
    void drain() {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
    }

    boolean isDraining() {
        return draining;
    }

    /**
     * The reading thread has done with what it had.
     *
     * @return as {@link #isDone}
     */
    boolean endOfBatch() {
        lock.lock();
        try {
            receiving = false;
            return draining && calls.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** True once it is draining and the last answer is queued. */
    boolean isDone() {
        lock.lock();
        try {
            return draining && !receiving && calls.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
