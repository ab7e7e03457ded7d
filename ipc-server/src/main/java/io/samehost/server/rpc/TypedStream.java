package io.samehost.server.rpc;

import io.samehost.server.handler.Incoming;
import io.samehost.server.handler.Outgoing;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.server.handler.UndecodableException;
import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Marshaller;
import io.samehost.wire.OversizeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;

/** Values on a stream of bytes. For the thread that runs the handler. */
final class TypedStream<Q, S> implements ServerStream<Q, S> {
    /** A stream of bytes that lends its messages. For the thread that runs the handler. */
    interface Lending extends ServerStream<byte[], byte[]> {
        /** Waits like {@link #receive}. The message is lent until the next one is received, or the handler returns. */
        Optional<ByteBuffer> receiveBuffer() throws InterruptedException;

        /** Sends the bytes from position to limit, and waits like {@link #send}. They are the caller's again then. */
        void sendBuffer(ByteBuffer message) throws IOException, InterruptedException, OversizeException;
    }

    private final Incoming<Q> incoming;
    private final Outgoing<S> outgoing;

    TypedStream(Incoming<Q> incoming, Outgoing<S> outgoing) {
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /** Values from a client. */
    record Decoded<Q>(Incoming<byte[]> bytes, Marshaller<Q> marshaller) implements Incoming<Q> {
        @Override
        public ServerRequest request() {
            return bytes.request();
        }

        @Override
        public Optional<Q> receive() throws InterruptedException {
            if (bytes instanceof Lending buffers && marshaller instanceof BufferMarshaller<Q> reader) {
                return decode(reader::read, buffers.receiveBuffer());
            }
            return decode(marshaller::decode, bytes.receive());
        }

        private static <A, Q> Optional<Q> decode(Marshaller.Conversion<A, Q> conversion, Optional<A> message) {
            try {
                return message.isPresent() ? Optional.of(conversion.apply(message.get())) : Optional.empty();
            } catch (Exception e) {
                throw new UndecodableException("message cannot be decoded: " + e, e);
            }
        }

        @Override
        public Iterator<Q> iterator() {
            return new MessageIterator<>(this);
        }
    }

    /** Values to a client. */
    record Encoded<S>(Outgoing<byte[]> bytes, Marshaller<S> marshaller) implements Outgoing<S> {
        @Override
        public ServerRequest request() {
            return bytes.request();
        }

        @Override
        public void send(S message) throws IOException, InterruptedException, OversizeException {
            if (bytes instanceof Lending buffers && marshaller instanceof BufferMarshaller<S> writer) {
                buffers.sendBuffer(encode(writer::write, message));
            } else {
                bytes.send(encode(marshaller::encode, message));
            }
        }

        private static <S, A> A encode(Marshaller.Conversion<S, A> conversion, S message) {
            try {
                return conversion.apply(message);
            } catch (Exception e) {
                throw new IllegalArgumentException("message cannot be encoded: " + e, e);
            }
        }
    }

    @Override
    public ServerRequest request() {
        return incoming.request();
    }

    @Override
    public Optional<Q> receive() throws InterruptedException {
        return incoming.receive();
    }

    @Override
    public Iterator<Q> iterator() {
        return incoming.iterator();
    }

    @Override
    public void send(S message) throws IOException, InterruptedException, OversizeException {
        outgoing.send(message);
    }
}
