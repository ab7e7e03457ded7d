package io.samehost.client;

import io.samehost.client.call.CallDeadline;
import io.samehost.client.report.RecordedCall;
import io.samehost.client.stream.Messages;
import io.samehost.client.stream.ReadLock;
import io.samehost.client.stream.StreamChannel;
import io.samehost.client.stream.StreamFigures;
import io.samehost.client.stream.StreamInbox;
import io.samehost.client.stream.StreamProtocol;
import io.samehost.protocol.RequestKind;
import io.samehost.transport.system.Closing;
import io.samehost.wire.OversizeException;
import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

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
    private final StreamChannel channel;
    private final Consumer<ClientStream> whenClosed;
    private final StreamProtocol protocol;

    /** A sender that waits without reading looks this often if it may read. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReadLock readLock;

    /** Guarded by readLock. */
    private final StreamInbox inbox;

    /** Guarded by readLock. The last message; it may be given back already. */
    private Payload received = Payload.NONE;

    private final StreamFigures figures = new StreamFigures();
    private final StreamEnding ending;

    private ClientStream(StreamChannel channel, CallDeadline deadline, Consumer<ClientStream> whenClosed) {
        this.channel = channel;
        this.whenClosed = whenClosed;
        this.protocol = new StreamProtocol(channel.output());
        this.readLock = new ReadLock(channel);
        this.inbox = new StreamInbox(channel, protocol);
        this.ending = new StreamEnding(this, protocol, deadline, figures);
    }

    /** Takes the channel over, also if this fails, and sends the request that opens the stream. */
    static ClientStream open(
            SocketChannel channel,
            RequestKind kind,
            Request request,
            CallDeadline deadline,
            Consumer<ClientStream> whenClosed)
            throws IOException, CallException {
        StreamChannel own = StreamChannel.over(channel, channel.provider()::openSelector);
        try {
            ClientStream stream = new ClientStream(own, deadline, whenClosed);
            stream.protocol.start(kind, request);
            stream.write();
            return stream;
        } catch (OversizeException e) {
            CallException tooLarge = CallException.tooLarge(e);
            Closing.because(tooLarge, own);
            throw tooLarge;
        } catch (IOException | CallException | RuntimeException | Error e) {
            Closing.because(e, own);
            throw e;
        }
    }

    /**
     * Sends a message; waits while the server is slow.
     *
     * @param message copied before this method returns, also if it throws: the array is the caller's again then
     * @throws CallException if the message does not fit a frame (then the stream goes on), the server has ended the
     *     stream, the deadline passed or the thread was interrupted
     * @throws IllegalStateException if this side was closed before
     */
    public void send(byte[] message) throws IOException, CallException {
        sendRest(ByteBuffer.wrap(message));
    }

    /**
     * {@link #send(byte[])} of the bytes from position to limit.
     *
     * @param message copied before this method returns, also if it throws; its position stays
     */
    public void send(ByteBuffer message) throws IOException, CallException {
        sendRest(message.duplicate());
    }

    private void sendRest(ByteBuffer message) throws IOException, CallException {
        int size = message.remaining();
        try {
            if (!protocol.send(message)) {
                ending.throwIfEnded();
                throw new IllegalStateException("stream takes no more messages: its sending side was closed");
            }
        } catch (OversizeException e) {
            throw CallException.tooLarge(e);
        }
        figures.sent(size);
        write();
    }

    /** Says that no more messages will be sent. May be called twice. */
    public void closeSend() throws IOException, CallException {
        if (protocol.close()) {
            write();
        }
    }

    /** Writes what is queued. A stream that ends meanwhile needs it no more. */
    private void write() throws IOException, CallException {
        while (!flush() && protocol.end().isEmpty()) {
            awaitRoom();
        }
    }

    private boolean flush() throws ConnectionClosedException {
        try {
            channel.output().flush();
            return channel.output().isEmpty();
        } catch (IOException e) {
            throw ending.lost(e);
        }
    }

    /** Waits until the socket takes bytes. Reads meanwhile, unless another thread does or enough is read ahead. */
    private void awaitRoom() throws IOException, CallException {
        long remaining = ending.remainingNanos();
        try {
            if (!readAheadWithin(remaining)) {
                channel.awaitWritable(false, Math.min(remaining, LOOK_AGAIN_NANOS));
            }
        } catch (IOException e) {
            throw ending.lost(e);
        }
    }

    /** Returns false at once if reading is for another thread, or enough is read ahead. */
    private boolean readAheadWithin(long timeoutNanos) throws IOException {
        if (!readLock.tryReadAhead()) {
            return false;
        }
        try {
            boolean readAhead = inbox.mayReadAhead();
            if (readAhead) {
                channel.awaitWritable(true, timeoutNanos);
                inbox.readAhead();
            }
            return readAhead;
        } finally {
            readLock.unlock();
        }
    }

    /**
     * Waits for the server's next message. An answer that ends the stream and carries something is the last one.
     *
     * @return empty when the server has ended the stream well; the array is the caller's
     * @throws CallException if it ended otherwise: with an error, at the deadline, by an interrupt
     * @throws ConnectionClosedException if the connection went away
     */
    public Optional<byte[]> receive() throws IOException, CallException {
        return next(Payload::bytes);
    }

    /**
     * {@link #receive} without an array for each message, which pays from some 16 KiB on.
     *
     * @return the message from position to limit, lent until the next one is asked for; after that the buffer has other bytes
     */
    public Optional<ByteBuffer> receiveBuffer() throws IOException, CallException {
        protocol.lend();
        return next(Payload::buffer);
    }

    private <T> Optional<T> next(Function<Payload, T> taking) throws IOException, CallException {
        lockToRead();
        try {
            received.giveBack();
            while (true) {
                Optional<Payload> message = inbox.next();
                if (message.isPresent()) {
                    received = message.get();
                    figures.received(received.sizeBytes());
                    return Optional.of(taking.apply(received));
                }
                if (protocol.end().isPresent()) {
                    ending.throwIfFailed();
                    return Optional.empty();
                }
                long remaining = ending.remainingNanos();
                if (inbox.fill() == 0) {
                    channel.awaitReadable(remaining);
                }
            }
        } catch (IOException e) {
            throw ending.lost(e);
        } finally {
            readLock.unlock();
        }
    }

    private void lockToRead() throws IOException, CallException {
        try {
            while (!readLock.tryRead(ending.remainingNanos())) {
                // the time is over, as the next look at it says
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ending.cancelled();
        }
    }

    /**
     * Closes this side, passes over messages until the stream ends, and gives the one answer of a client stream: empty if the
     * server closed without one. {@link #receive} gives the same as the last message, and throws the same.
     */
    public byte[] result() throws IOException, CallException {
        closeSend();
        while (receive().isPresent()) {
            // the answer comes behind the messages
        }
        return protocol.end().map(Response::payload).orElseThrow();
    }

    /** For the client, when the stream is closed. */
    void tell(RecordedCall event) {
        figures.tell(event, protocol.end());
    }

    /** The server's messages until the end. An exception of {@link #receive} is the cause of a {@link CompletionException}. */
    @Override
    public Iterator<byte[]> iterator() {
        return new Messages<>(this::receive);
    }

    /** Ends the stream and its connection. May be called twice, from any thread; threads that wait are woken. */
    @Override
    public void close() throws IOException {
        try {
            whenClosed.accept(this);
        } finally {
            channel.close();
        }
    }
}
