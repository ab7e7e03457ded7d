package io.samehost.grpc.calling;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Invocation;
import io.samehost.client.TypedStream;
import io.samehost.grpc.flow.Arrivals;
import io.samehost.grpc.flow.Room;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream at its client. gRPC is asked for one message more whenever one was received, so that at most one waits here. One thread
 * may send while another receives, and any may close.
 */
public final class OpenStream<Q, S> implements TypedStream<Q, S> {
    private static final byte[] NO_BYTES = {};

    private final Method<Q, S> method;
    private final OpenCall open;
    private final ClientCall<byte[], byte[]> call;
    private final Arrivals arrivals = new Arrivals();
    private final Room room = new Room();
    private volatile Optional<Ended> end = Optional.empty();

    /** Set before the call is cancelled: gRPC takes nothing from then on. */
    private volatile boolean givenUp;

    /** Held while its holder waits for room: gRPC takes one message at a time. */
    private final ReentrantLock sending = new ReentrantLock();

    /** Guarded by sending. */
    private boolean sendingClosed;

    /** For the thread that receives. What a client stream gets is an answer if nothing follows. */
    private byte[] last = NO_BYTES;

    private OpenStream(Method<Q, S> method, OpenCall open) {
        this.method = method;
        this.open = open;
        this.call = open.call();
    }

    /** A stream on which both ends send. */
    public static <Q, S> OpenStream<Q, S> both(Method<Q, S> method, OpenCall open) {
        OpenStream<Q, S> stream = new OpenStream<>(method, open);
        open.start(stream.new Events());
        stream.call.request(1);
        return stream;
    }

    /** A stream on which the client sends {@code request} and nothing else. */
    public static <Q, S> OpenStream<Q, S> fromServer(Method<Q, S> method, OpenCall open, byte[] request) {
        OpenStream<Q, S> stream = new OpenStream<>(method, open);
        stream.sendingClosed = true;
        open.start(stream.new Events());
        open.send(request, 1);
        return stream;
    }

    /** What gRPC tells, one thing at a time; nothing here waits. */
    private final class Events extends ClientCall.Listener<byte[]> {
        @Override
        public void onMessage(byte[] message) {
            arrivals.add(message);
        }

        @Override
        public void onReady() {
            room.changed();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end = Optional.of(new Ended(status, trailers, open.word().isGiven()));
            arrivals.end();
            room.changed();
        }
    }

    @Override
    public void send(Q value) throws IOException, CallException {
        byte[] message = ownBytes(value);
        try {
            sending.lockInterruptibly();
            try {
                throwIfNothingIsTaken();
                room.await(() -> call.isReady() || end.isPresent() || givenUp);
                throwIfNothingIsTaken();
                tell(() -> call.sendMessage(message));
            } finally {
                sending.unlock();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** gRPC may send an array again later. Bytes that are their own value belong to the caller, who may change them. */
    private byte[] ownBytes(Q value) {
        byte[] bytes = Invocation.of(method, value, CallOptions.DEFAULT).payload();
        return bytes == value ? bytes.clone() : bytes;
    }

    private void throwIfNothingIsTaken() throws IOException, CallException {
        throwIfFailed();
        if (end.isPresent()) {
            throw Ended.failed(StatusCode.FAILED_PRECONDITION, "server has ended the stream");
        }
        if (givenUp) {
            throw closed();
        }
        if (sendingClosed) {
            throw new IllegalStateException("stream takes no more messages: its sending side was closed");
        }
    }

    /** gRPC blames who tells it something after another thread has given the call up. */
    private void tell(Runnable what) throws CallException {
        try {
            what.run();
        } catch (IllegalStateException e) {
            if (!givenUp) {
                throw e;
            }
            throw closed();
        }
    }

    private static CallException closed() {
        return Ended.failed(StatusCode.CANCELLED, "stream was closed by its client");
    }

    @Override
    public void closeSend() throws IOException, CallException {
        try {
            sending.lockInterruptibly();
            try {
                if (!sendingClosed && end.isEmpty() && !givenUp) {
                    tell(call::halfClose);
                }
                sendingClosed = true;
            } finally {
                sending.unlock();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public Optional<S> receive() throws IOException, CallException {
        Optional<byte[]> message = receiveBytes();
        return message.isPresent() ? Optional.of(CallException.valueOf(method, message.get())) : Optional.empty();
    }

    private Optional<byte[]> receiveBytes() throws IOException, CallException {
        Optional<byte[]> message = take();
        if (message.isPresent()) {
            last = message.get();
            call.request(1);
        } else {
            throwIfFailed();
        }
        return message;
    }

    private Optional<byte[]> take() throws CallException {
        Optional<byte[]> message = arrivals.poll();
        try {
            return message.isPresent() ? message : arrivals.take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void throwIfFailed() throws IOException, CallException {
        if (end.isPresent()) {
            end.get().throwIfFailed();
        }
    }

    @Override
    public S result() throws IOException, CallException {
        closeSend();
        while (receiveBytes().isPresent()) {
            // the answer comes last
        }
        return CallException.valueOf(method, last);
    }

    private CallException interrupted(InterruptedException e) {
        giveUp("caller was interrupted");
        Thread.currentThread().interrupt();
        return Ended.interrupted(e);
    }

    @Override
    public void close() {
        giveUp("stream was closed by its client");
    }

    private void giveUp(String why) {
        if (end.isEmpty()) {
            givenUp = true;
            call.cancel(why, null);
            room.changed();
        }
    }
}
