package io.samehost.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.server.ServerBuilder;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.wire.OversizeException;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Interceptors of streams see messages, whichever kind the stream is of. */
final class InterceptedStreamTest extends StreamKindFixture {
    /** Shows every message both ways in brackets of its own. */
    private static final class Bracketing implements ServerInterceptor {
        @Override
        public void stream(ServerStream<byte[], byte[]> stream, BidiHandler<byte[], byte[]> next) throws Exception {
            next.handle(new ServerStream<>() {
                @Override
                public ServerRequest request() {
                    return stream.request();
                }

                @Override
                public Optional<byte[]> receive() throws InterruptedException {
                    return stream.receive().map(Bracketing::bracketed);
                }

                @Override
                public Iterator<byte[]> iterator() {
                    throw new UnsupportedOperationException("not needed here");
                }

                @Override
                public void send(byte[] message) throws IOException, InterruptedException, OversizeException {
                    stream.send(bracketed(message));
                }
            });
        }

        private static byte[] bracketed(byte[] message) {
            return Bytes.join(Bytes.of("<"), message, Bytes.of(">"));
        }
    }

    private ServerBuilder intercepted() {
        return builder()
                .intercept(new Bracketing())
                .handleClientStream(
                        Bytes.SERVICE, "client", messages -> messages.receive().orElseThrow())
                .handleBidi(
                        Bytes.SERVICE,
                        "bidi",
                        stream -> stream.send(stream.receive().orElseThrow()))
                .handleServerStream(Bytes.SERVICE, "server", (request, answers) -> answers.send(request));
    }

    @Test
    void anInterceptorSeesTheOneAnswerOfAClientStreamAsAMessage() throws IOException {
        RawPeer peer = connect(intercepted());
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "client", ""), data("a"), close());
        peer.expectBytes(response("<<a>>"));
    }

    @Test
    void anInterceptorSeesTheOneRequestOfAServerStreamAsAMessage() throws IOException {
        RawPeer peer = connect(intercepted());
        peer.send(request(FrameHeader.FLAG_REMOTE_CLOSED, "server", "a"));
        peer.expectBytes(data("<<a>>"), close());
    }

    @Test
    void anInterceptorSeesTheMessagesOfABidiStream() throws IOException {
        RawPeer peer = connect(intercepted());
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "bidi", ""), data("a"), close());
        peer.expectBytes(data("<<a>>"), close());
    }

    @Test
    void aClientStreamWhoseAnswerAnInterceptorKeepsFails() throws IOException {
        RawPeer peer = connect(builder()
                .intercept(new ServerInterceptor() {
                    @Override
                    public void stream(ServerStream<byte[], byte[]> stream, BidiHandler<byte[], byte[]> next) {
                        // keeps it
                    }
                })
                .handleClientStream(Bytes.SERVICE, "client", messages -> NO_BYTES));
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "client", ""));
        assertEquals("handler gave no answer: method=test.Service/client", peer.refusal(1, StatusCode.INTERNAL));
    }
}
