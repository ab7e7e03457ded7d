package io.samehost.server.rpc;

import io.samehost.server.handler.Incoming;
import io.samehost.server.handler.Outgoing;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.server.handler.UndecodableException;
import io.samehost.wire.Marshaller;
import io.samehost.wire.OversizeException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/** Values on a stream of bytes. For the thread that runs the handler. */
final class TypedStream<Q, S> implements ServerStream<Q, S> {
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
            Optional<byte[]> message = bytes.receive();
            return message.isPresent() ? Optional.of(decode(message.get())) : Optional.empty();
        }

        private Q decode(byte[] message) {
            try {
                return marshaller.decode(message);
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
            bytes.send(encode(message));
        }

        private byte[] encode(S message) {
            try {
                return marshaller.encode(message);
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
