package io.samehost.client;

import io.samehost.protocol.ClientEvent;
import io.samehost.protocol.ClientEvent.MessageReceived;
import io.samehost.protocol.ClientEvent.NeedData;
import io.samehost.protocol.ClientEvent.RemoteClosed;
import io.samehost.protocol.ClientEvent.ResponseReceived;
import io.samehost.protocol.ClientProtocol;
import io.samehost.protocol.RequestKind;
import io.samehost.transport.Closing;
import io.samehost.wire.EncodedFrame;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One streaming call, in either direction or both. It has a connection of its own, since ttrpc has no flow control on
 * the wire: so the socket holds a sender back whose peer is slow, a slow stream holds up nobody else, and at most about a
 * megabyte waits unread in memory; nothing is ever dropped. Closing the stream before its end closes the connection, by
 * which the server's handler learns that it was cancelled.
 *
 * <p>One thread may send while another receives. A stream on which both ends only send comes to a halt when all buffers
 * are full: receive in another thread then, or set a timeout.
 */
public final class ClientStream implements Closeable, Iterable<byte[]> {
    private static final int READ_BUFFER_BYTES = 64 * 1024;

    /** What a sender that waits for room takes off the socket meanwhile, so that two such senders need not halt. */
    private static final int MAX_READ_AHEAD_BYTES = 1 << 20;

    private final StreamChannel channel;
    private final Deadline deadline;
    private final Consumer<ClientStream> whenClosed;
    private final int streamId;

    /** Taken by whoever reads, also while it waits. Taken before {@link #protocolLock}. */
    private final ReentrantLock readLock = new ReentrantLock();

    /** Guarded by readLock. */
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER_BYTES).flip();

    /** Guarded by readLock. Read ahead by a sender. */
    private final Queue<byte[]> messages = new ArrayDeque<>();

    private int messageBytes;

    /** Written under readLock. How the stream ended. */
    private volatile Optional<Response> end = Optional.empty();

    /** Never held while anybody waits. */
    private final ReentrantLock protocolLock = new ReentrantLock();

    /** Guarded by protocolLock. */
    private final ClientProtocol protocol = new ClientProtocol();

    private ClientStream(StreamChannel channel, Deadline deadline, Consumer<ClientStream> whenClosed) {
        this.channel = channel;
        this.deadline = deadline;
        this.whenClosed = whenClosed;
        this.streamId = protocol.nextStreamId();
    }

    /** Takes the channel over, also if this fails, and sends the request that opens the stream. */
    static ClientStream open(
            SocketChannel channel,
            RequestKind kind,
            Request request,
            Deadline deadline,
            Consumer<ClientStream> whenClosed)
            throws IOException, CallException {
        StreamChannel own = StreamChannel.over(channel, channel.provider()::openSelector);
        try {
            ClientStream stream = new ClientStream(own, deadline, whenClosed);
            stream.write(() -> stream.protocol.start(kind, request));
            return stream;
        } catch (IOException | CallException | RuntimeException | Error e) {
            Closing.because(e, own);
            throw e;
        }
    }

    /** Makes a frame. */
    private interface FrameSource {
        EncodedFrame frame() throws OversizeException, CallException;
    }

    /**
     * Sends a message; waits while the server is slow.
     *
     * @throws CallException if the message does not fit a frame (then the stream goes on), the server has ended the
     *     stream, the deadline passed or the thread was interrupted
     * @throws IllegalStateException if this side was closed before
     */
    public void send(byte[] message) throws IOException, CallException {
        write(() -> {
            throwIfEnded();
            return protocol.send(streamId, message);
        });
    }

    /** Says that no more messages will be sent. May be called twice. */
    public void closeSend() throws IOException, CallException {
        if (mayClose()) {
            write(() -> protocol.close(streamId));
        }
    }

    /** Once either end has closed or ended the stream, there is nothing to close. */
    private boolean mayClose() {
        protocolLock.lock();
        try {
            return protocol.maySend(streamId);
        } finally {
            protocolLock.unlock();
        }
    }

    private void write(FrameSource source) throws IOException, CallException {
        protocolLock.lock();
        try {
            EncodedFrame frame = source.frame();
            channel.output().append(frame.head(), frame.payload());
        } catch (OversizeException e) {
            throw new CallException(Status.of(StatusCode.RESOURCE_EXHAUSTED, e.getMessage()));
        } finally {
            protocolLock.unlock();
        }
        while (!flush() && end.isEmpty()) {
            awaitRoom();
        }
    }

    private boolean flush() throws ConnectionClosedException {
        try {
            channel.output().flush();
            return channel.output().isEmpty();
        } catch (IOException e) {
            throw ConnectionClosedException.because(e);
        }
    }

    /** Waits until the socket takes bytes. Reads meanwhile, unless another thread does or enough is read ahead. */
    private void awaitRoom() throws IOException, CallException {
        boolean reads = readLock.tryLock();
        try {
            long remaining = remainingNanos();
            boolean readAhead = reads && messageBytes < MAX_READ_AHEAD_BYTES;
            channel.awaitWritable(readAhead, remaining);
            if (readAhead) {
                readAhead();
            }
        } catch (IOException e) {
            throw ConnectionClosedException.because(e);
        } finally {
            if (reads) {
                readLock.unlock();
            }
        }
    }

    private void readAhead() throws IOException {
        fill();
        for (Optional<byte[]> message = decode(); message.isPresent(); message = decode()) {
            messages.add(message.get());
            messageBytes += message.get().length;
        }
    }

    /**
     * Waits for the server's next message.
     *
     * @return empty when the server has ended the stream well
     * @throws CallException if it ended otherwise: with an error, at the deadline, by an interrupt
     * @throws ConnectionClosedException if the connection went away
     */
    public Optional<byte[]> receive() throws IOException, CallException {
        readLock.lock();
        try {
            while (true) {
                Optional<byte[]> message = nextMessage();
                if (message.isPresent()) {
                    return message;
                }
                if (end.isPresent()) {
                    throwIfFailed();
                    return Optional.empty();
                }
                channel.awaitReadable(remainingNanos());
                fill();
            }
        } catch (IOException e) {
            throw ConnectionClosedException.because(e);
        } finally {
            readLock.unlock();
        }
    }

    private Optional<byte[]> nextMessage() throws IOException {
        if (messages.isEmpty()) {
            return decode();
        }
        byte[] message = messages.remove();
        messageBytes -= message.length;
        return Optional.of(message);
    }

    private void fill() throws IOException {
        in.compact();
        try {
            channel.read(in);
        } finally {
            in.flip();
        }
    }

    /** The next message in what was read; empty if there is none, or the stream has ended. */
    private Optional<byte[]> decode() throws IOException {
        protocolLock.lock();
        try {
            while (end.isEmpty()) {
                ClientEvent event = protocol.receive(in);
                if (event instanceof MessageReceived received) {
                    return Optional.of(received.message());
                } else if (event instanceof ResponseReceived received) {
                    end = Optional.of(received.response());
                } else if (event instanceof RemoteClosed) {
                    end = Optional.of(Response.ok(new byte[0]));
                } else if (event instanceof NeedData) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } finally {
            protocolLock.unlock();
        }
    }

    /**
     * Waits for the end of the stream, passing over messages, and gives the one answer of a client stream: empty if the
     * server closed without one. Throws like {@link #receive}.
     */
    public byte[] result() throws IOException, CallException {
        closeSend();
        while (receive().isPresent()) {
            // the answer comes behind the messages
        }
        return end.map(Response::payload).orElseThrow();
    }

    private void throwIfEnded() throws CallException {
        throwIfFailed();
        if (end.isPresent()) {
            throw new CallException(Status.of(StatusCode.FAILED_PRECONDITION, "server has ended the stream"));
        }
    }

    private void throwIfFailed() throws CallException {
        if (end.isPresent() && !end.get().status().isOk()) {
            throw new CallException(end.get().status());
        }
    }

    /** What is left for waiting. Ends the stream if that is nothing. */
    private long remainingNanos() throws IOException, CallException {
        long remaining = deadline.remainingNanos();
        if (remaining <= 0) {
            throw givenUp(StatusCode.DEADLINE_EXCEEDED, "deadline passed before the stream ended");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw givenUp(StatusCode.CANCELLED, "caller was interrupted");
        }
        return remaining;
    }

    private CallException givenUp(StatusCode code, String message) throws IOException {
        Status status = Status.of(code, message);
        close();
        return new CallException(status);
    }

    /**
     * The server's messages until the stream ends, each waited for. What {@link #receive} would throw comes as the cause
     * of a {@link CompletionException}.
     */
    @Override
    public Iterator<byte[]> iterator() {
        return new Messages();
    }

    /** Ends the stream and its connection. May be called twice, from any thread; whoever waits is woken. */
    @Override
    public void close() throws IOException {
        whenClosed.accept(this);
        channel.close();
    }

    private final class Messages implements Iterator<byte[]> {
        private Optional<byte[]> next = Optional.empty();

        @Override
        public boolean hasNext() {
            if (next.isEmpty()) {
                try {
                    next = receive();
                } catch (IOException | CallException e) {
                    throw new CompletionException(e);
                }
            }
            return next.isPresent();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream has ended");
            }
            byte[] message = next.orElseThrow();
            next = Optional.empty();
            return message;
        }
    }
}
