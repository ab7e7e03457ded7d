package io.samehost.server.rpc;

import io.samehost.protocol.ServerEvent;
import io.samehost.protocol.ServerEvent.NeedData;
import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerEvent.RequestReceived;
import io.samehost.protocol.ServerProtocol;
import io.samehost.protocol.StreamMap;
import io.samehost.server.session.Memory;
import io.samehost.server.session.SendQueue;
import io.samehost.wire.OversizeException;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of one connection and the protocol they are made of, behind one lock: so a call ends exactly once, and
 * frames are queued in the order in which the protocol made them. The lock is never held while a handler runs or a
 * channel is used; inside it only the locks of the output queue, of a call and of its inbox are taken. Nothing here flushes.
 * Thread-safe.
 */
final class CallTable {
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final ServerProtocol protocol;

    /** Guarded by lock. */
    private final AnswerFrames frames;

    /** Guarded by lock. Calls of handlers that may block. */
    private final StreamMap<ActiveCall> calls = new StreamMap<>();

    private final CallCounts counts = new CallCounts();

    /** Written under the lock. Once set, no call begins. */
    private volatile boolean draining;

    /** Guarded by lock. True while the reading thread works on a batch of input. */
    private boolean receiving;

    CallTable(SendQueue output, Memory memory) {
        this.protocol = new ServerProtocol(memory::reserve);
        this.frames = new AnswerFrames(protocol, output, memory);
    }

    /** Calls of handlers that may block. */
    int size() {
        return counts.calls();
    }

    /** Those of them that need input to end. */
    int streams() {
        return counts.streams();
    }

    /** True if there is one such call and no other. */
    boolean hasOneCall() {
        return counts.calls() == 1;
    }

    /** Bytes of requests and messages whose calls are not over, and of the frame that is not whole yet. */
    int heldBytes() {
        return counts.streams() == 0 ? counts.heldBytes() : counts.heldBytes() + unreadBytes();
    }

    private int unreadBytes() {
        lock.lock();
        try {
            return calls.values().stream().mapToInt(ActiveCall::unreadBytes).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Takes input up to the next event. */
    ServerEvent next(ByteBuffer in) throws IOException {
        lock.lock();
        try {
            receiving = true;
            ServerEvent event = protocol.receive(in);
            counts.unfinished(protocol.heldBytes());
            if (!(event instanceof NeedData)) {
                counts.receivedOne();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /** A request whose payload may be lent, as are those to come. */
    Request lent(RequestReceived received) {
        lend();
        return received.request();
    }

    /** From now on large payloads are lent. */
    void lend() {
        lock.lock();
        try {
            protocol.lend();
        } finally {
            lock.unlock();
        }
    }

    /** Counts whole frames that have come. */
    long received() {
        return counts.received();
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
    boolean enter(ActiveCall call) {
        lock.lock();
        try {
            if (draining) {
                return false;
            }
            calls.put(call.streamId(), call);
            counts.began(call);
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

    /** Queues the answer to a request whose call did not enter. */
    void answer(int streamId, Response response) {
        lock.lock();
        try {
            frames.respond(streamId, response);
        } finally {
            lock.unlock();
        }
    }

    /** Queues the answer to a frame that the protocol refused, and ends the call it was for, if any. */
    void refuse(Refused refused) {
        lock.lock();
        try {
            frames.refuse(refused);
            remove(refused.streamId()).ifPresent(ActiveCall::cancel);
        } finally {
            lock.unlock();
        }
    }

    /** Queues the answer to a call and removes it. Does nothing if the call is over. */
    void answer(ActiveCall call, Response response) {
        lock.lock();
        try {
            if (remove(call.streamId()).isPresent()) {
                frames.respond(call.streamId(), response);
                call.setOver();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Queues the good end of a stream that has no answer but its messages. Does nothing if the call is over. */
    void close(ActiveCall call) {
        lock.lock();
        try {
            if (remove(call.streamId()).isPresent()) {
                frames.close(call.streamId());
                call.setOver();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Queues a message of a stream, which is the caller's again then. Returns false if the call is over. */
    boolean send(ActiveCall call, ByteBuffer message) throws OversizeException {
        lock.lock();
        try {
            if (!calls.contains(call.streamId())) {
                return false;
            }
            frames.send(call.streamId(), message);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Optional<ActiveCall> remove(int streamId) {
        ActiveCall call = calls.remove(streamId);
        if (call != null) {
            counts.ended(call);
        }
        return Optional.ofNullable(call);
    }

    /** Removes every call, without an answer, and lets no further one begin: the connection is gone. */
    List<ActiveCall> removeAll() {
        lock.lock();
        try {
            draining = true;
            List<ActiveCall> removed = calls.values();
            calls.clear();
            counts.clear();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Lets no further call begin, and tells the client so. Returns the calls that go on. */
    List<ActiveCall> drain() {
        lock.lock();
        try {
            if (!draining) {
                draining = true;
                frames.sayGoodbye(Dispatcher.SHUTTING_DOWN);
            }
            return calls.values();
        } finally {
            lock.unlock();
        }
    }

    boolean isDraining() {
        return draining;
    }

    /** The reading thread has done with what it had. Returns as {@link #isDone} does. */
    boolean endOfBatch() {
        lock.lock();
        try {
            receiving = false;
            return isDone();
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
