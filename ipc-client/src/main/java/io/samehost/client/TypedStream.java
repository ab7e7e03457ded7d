package io.samehost.client;

import io.samehost.client.stream.Messages;
import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A {@link ClientStream} that carries the values of a {@link Method}. All that is said there holds here too. An interface, so
 * that a test may play the server's part.
 *
 * @param <Q> what the client sends
 * @param <S> what the server sends
 */
public interface TypedStream<Q, S> extends Closeable, Iterable<S> {
    /** The values of {@code method} on a stream of bytes, which is closed with this one. */
    static <Q, S> TypedStream<Q, S> of(Method<Q, S> method, ClientStream bytes) {
        return new TypedStream<>() {
            @Override
            public void send(Q value) throws IOException, CallException {
                if (method.request() instanceof BufferMarshaller<Q> writer) {
                    bytes.send(Invocation.encode(method, writer::write, value));
                } else {
                    bytes.send(Invocation.encode(method, value));
                }
            }

            @Override
            public void closeSend() throws IOException, CallException {
                bytes.closeSend();
            }

            @Override
            public Optional<S> receive() throws IOException, CallException {
                return method.response() instanceof BufferMarshaller<S> reader
                        ? decoded(reader::read, bytes.receiveBuffer())
                        : decoded(method.response()::decode, bytes.receive());
            }

            private <A> Optional<S> decoded(Marshaller.Conversion<A, S> conversion, Optional<A> message)
                    throws CallException {
                return message.isPresent()
                        ? Optional.of(CallException.valueOf(conversion, message.get()))
                        : Optional.empty();
            }

            @Override
            public S result() throws IOException, CallException {
                return CallException.valueOf(method, bytes.result());
            }

            @Override
            public void close() throws IOException {
                bytes.close();
            }
        };
    }

    /**
     * Sends a value, as {@link ClientStream#send} sends a message.
     *
     * @throws IllegalArgumentException if the value cannot be encoded; the stream goes on
     */
    void send(Q value) throws IOException, CallException;

    /** Says that no more values will be sent. May be called twice. */
    void closeSend() throws IOException, CallException;

    /**
     * Waits for the server's next value, as {@link ClientStream#receive} does. What a {@link BufferMarshaller} reads is lent until
     * the next one is asked for.
     *
     * @return empty when the server has ended the stream well
     * @throws CallException also with status INTERNAL if the message cannot be decoded; then the stream goes on
     */
    Optional<S> receive() throws IOException, CallException;

    /**
     * Closes this side, waits for the end of the stream, passing over messages, and gives the one answer of a client
     * stream. Throws like {@link #receive}; a server that closed without an answer has sent no bytes, which many types
     * cannot be decoded from.
     */
    S result() throws IOException, CallException;

    /**
     * The server's values until the stream ends, each waited for. An exception of {@link #receive} comes as the cause of a
     * {@link CompletionException}.
     */
    @Override
    default Iterator<S> iterator() {
        return new Messages<>(this::receive);
    }

    /** Ends the stream and its connection. May be called twice, from any thread; threads that wait are woken. */
    @Override
    void close() throws IOException;
}
