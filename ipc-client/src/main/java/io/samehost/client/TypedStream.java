package io.samehost.client;

import io.samehost.client.stream.Messages;
import io.samehost.wire.Method;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A {@link ClientStream} that carries the values of a {@link Method}. All that is said there holds here too.
 *
 * @param <Q> what the client sends
 * @param <S> what the server sends
 */
public final class TypedStream<Q, S> implements Closeable, Iterable<S> {
    private final Method<Q, S> method;
    private final ClientStream bytes;

    TypedStream(Method<Q, S> method, ClientStream bytes) {
        this.method = method;
        this.bytes = bytes;
    }

    /**
     * Sends a value, as {@link ClientStream#send} sends a message.
     *
     * @throws IllegalArgumentException if the value cannot be encoded; the stream goes on
     */
    public void send(Q value) throws IOException, CallException {
        bytes.send(Invocation.encode(method, value));
    }

    /** Says that no more values will be sent. May be called twice. */
    public void closeSend() throws IOException, CallException {
        bytes.closeSend();
    }

    /**
     * Waits for the server's next value, as {@link ClientStream#receive} does.
     *
     * @return empty when the server has ended the stream well
     * @throws CallException also with status INTERNAL if the message cannot be decoded; then the stream goes on
     */
    public Optional<S> receive() throws IOException, CallException {
        Optional<byte[]> message = bytes.receive();
        return message.isPresent() ? Optional.of(CallException.valueOf(method, message.get())) : Optional.empty();
    }

    /**
     * Closes this side, waits for the end of the stream, passing over messages, and gives the one answer of a client
     * stream. Throws like {@link #receive}; a server that closed without an answer has sent no bytes, which many types
     * cannot be decoded from.
     */
    public S result() throws IOException, CallException {
        return CallException.valueOf(method, bytes.result());
    }

    /**
     * The server's values until the stream ends, each waited for. An exception of {@link #receive} comes as the cause of a
     * {@link CompletionException}.
     */
    @Override
    public Iterator<S> iterator() {
        return new Messages<>(this::receive);
    }

    /** Ends the stream and its connection. May be called twice, from any thread; threads that wait are woken. */
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
