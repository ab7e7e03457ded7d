package io.samehost.client.stream;

import io.samehost.protocol.ClientEvent;
import io.samehost.protocol.ClientEvent.MessageReceived;
import io.samehost.protocol.ClientEvent.NeedData;
import io.samehost.protocol.ClientEvent.RemoteClosed;
import io.samehost.protocol.ClientEvent.ResponseReceived;
import io.samehost.protocol.ClientProtocol;
import io.samehost.protocol.RequestKind;
import io.samehost.transport.output.OutputQueue;
import io.samehost.wire.OversizeException;
import io.samehost.wire.ProtocolException;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The protocol of one stream: frames into the output queue, input into messages, and how the stream ended. Its lock is
 * held for a moment only, never while a thread waits for the socket. Thread-safe, for one thread that receives.
 */
public final class StreamProtocol {
    private static final byte[] NO_BYTES = {};

    private final OutputQueue output;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final ClientProtocol protocol = new ClientProtocol();

    private final int streamId = protocol.nextStreamId();

    /** Written under lock, read by anybody. */
    private volatile boolean lends;

    /** Written under lock, read by anybody. */
    private volatile Optional<Response> end = Optional.empty();

    public StreamProtocol(OutputQueue output) {
        this.output = output;
    }

    /** From now on large messages are lent. */
    public void lend() {
        if (lends) {
            return;
        }
        lock.lock();
        try {
            protocol.lend();
            lends = true;
        } finally {
            lock.unlock();
        }
    }

    /** The end of the stream; empty while it goes on. */
    public Optional<Response> end() {
        return end;
    }

    /** Queues the request that opens the stream. */
    public void start(RequestKind kind, Request request) throws OversizeException {
        lock.lock();
        try {
            append(protocol.start(kind, request));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues a message, from position to limit, which is copied; false if no more can be sent, since either end has closed the
     * stream or ended it.
     */
    public boolean send(ByteBuffer message) throws OversizeException {
        lock.lock();
        try {
            if (!protocol.maySend(streamId)) {
                return false;
            }
            append(protocol.send(streamId, message));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Queues the end of our messages; false if there is nothing to close any more. */
    public boolean close() {
        lock.lock();
        try {
            if (!protocol.maySend(streamId)) {
                return false;
            }
            append(protocol.close(streamId));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void append(EncodedFrame frame) {
        if (frame.hasBuffer()) {
            output.append(frame.head(), frame.buffer());
        } else {
            output.append(frame.head(), frame.payload());
        }
    }

    /**
     * The next message in {@code in}; empty if there is none, or the stream has ended. A response that carries something
     * is the last message and the end in one.
     */
    public Optional<Payload> receive(ByteBuffer in) throws ProtocolException {
        lock.lock();
        try {
            while (end.isEmpty()) {
                ClientEvent event = protocol.receive(in);
                if (event instanceof MessageReceived received) {
                    return Optional.of(received.message());
                } else if (event instanceof ResponseReceived received) {
                    return endWith(received.response().own());
                } else if (event instanceof RemoteClosed) {
                    return endWith(Response.ok(NO_BYTES));
                } else if (event instanceof NeedData) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Payload> endWith(Response response) {
        end = Optional.of(response);
        boolean isMessage = response.status().isOk() && response.payload().length > 0;
        return isMessage ? Optional.of(Payload.shared(response.payload())) : Optional.empty();
    }
}
