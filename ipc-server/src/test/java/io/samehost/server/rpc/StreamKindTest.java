package io.samehost.server.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.wire.Metadata;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of each kind of call, byte by byte: the clients of Go and Rust take no others. */
final class StreamKindTest extends StreamKindFixture {
    @Test
    void aClientStreamEndsWithAResponse() throws IOException {
        RawPeer peer = connect(joining());
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "client", ""), data("a"), data(""), data("b"), close());
        peer.expectBytes(response("[a][][b]"));
    }

    @Test
    void aClientStreamMayBeAnsweredBeforeItsClientHasClosed() throws IOException {
        RawPeer peer = connect(builder()
                .handleClientStream(
                        Bytes.SERVICE, "first", messages -> messages.receive().orElseThrow()));
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "first", ""), data("a"));
        peer.expectBytes(response("a"));
    }

    @Test
    void anEmptyAnswerOfAClientStreamIsAResponseToo() throws IOException {
        RawPeer peer = connect(builder().handleClientStream(Bytes.SERVICE, "none", messages -> NO_BYTES));
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "none", ""));
        peer.expectBytes(Bytes.frame(1, FrameHeader.TYPE_RESPONSE, 0, NO_BYTES));
    }

    @Test
    void aClientStreamWhoseHandlerForgetsItsAnswerFails() throws IOException {
        RawPeer peer = connect(builder().handleClientStream(Bytes.SERVICE, "null", messages -> null));
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "null", ""));
        assertEquals("handler returned null: method=test.Service/null", peer.refusal(1, StatusCode.INTERNAL));
    }

    @Test
    void aServerStreamGetsItsRequestAndEndsWithAClose() throws IOException {
        RawPeer peer = connect(joining());
        peer.send(request(FrameHeader.FLAG_REMOTE_CLOSED, "server", "one"));
        peer.expectBytes(data("one"), data("two"), close());
    }

    @Test
    void aServerStreamGetsAnEmptyRequestToo() throws IOException {
        RawPeer peer = connect(joining());
        peer.send(request(FrameHeader.FLAG_REMOTE_CLOSED, "server", ""));
        peer.expectBytes(data(""), data("two"), close());
    }

    @Test
    void aServerStreamIsServedWithoutFlagsToo() throws IOException {
        RawPeer peer = connect(joining());
        peer.send(request(0, "server", "one"));
        peer.expectBytes(data("one"), data("two"), close());
        assertEquals("next", peer.call(3, "work", "next"));
    }

    @Test
    void aServerStreamThatIsOpenedLikeOneOfBothIgnoresWhatIsSentOnIt() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        RawPeer peer = connect(builder()
                .handleInline(Bytes.SERVICE, "tell", request -> {
                    told.countDown();
                    return NO_BYTES;
                })
                .handleServerStream(Bytes.SERVICE, "wait", (request, answers) -> {
                    told.await();
                    answers.send(request);
                }));
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "wait", "one"), data("ignored"), close());
        peer.send(Bytes.call(3, "tell", NO_BYTES));
        List<RawPeer.Received> all = List.of(peer.next(), peer.next(), peer.next());
        assertEquals(
                List.of(
                        new RawPeer.Received(1, Optional.empty(), "one", false),
                        new RawPeer.Received(1, Optional.empty(), "", true)),
                all.stream().filter(received -> received.streamId() == 1).toList());
    }

    @Test
    void aBidiStreamEndsWithAClose() throws IOException {
        RawPeer peer = connect(joining());
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "bidi", ""), data("a"), data(""), close());
        peer.expectBytes(data("[a][]"), close());
    }

    @Test
    void thePayloadOfTheRequestThatOpensABidiStreamIsItsFirstMessage() throws IOException {
        RawPeer peer = connect(joining());
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "bidi", "first"), data("a"), close());
        peer.expectBytes(data("[first][a]"), close());
    }

    @Test
    void thePayloadOfTheRequestThatOpensAClientStreamIsItsFirstMessage() throws IOException {
        RawPeer peer = connect(joining());
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "client", "first"), data("a"), close());
        peer.expectBytes(response("[first][a]"));
    }

    @ParameterizedTest
    @ValueSource(ints = {FrameHeader.FLAG_REMOTE_OPEN, REMOTE_OPEN_NO_DATA})
    void aRequestWithoutPayloadIsNoMessage(int flags) throws IOException {
        RawPeer peer = connect(joining());
        peer.send(request(flags, "client", ""), close());
        peer.expectBytes(Bytes.frame(1, FrameHeader.TYPE_RESPONSE, 0, NO_BYTES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "work"})
    void aUnaryMethodIsServedAsAStreamToo(String method) throws IOException {
        RawPeer peer = connect(builder());
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, method, "one"));
        peer.expectBytes(response("one"));
        assertEquals("next", peer.call(3, "work", "next"));
    }

    @Test
    void whatIsSentOnAUnaryCallAtWorkIsIgnored() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        RawPeer peer = connect(builder()
                .handleInline(Bytes.SERVICE, "tell", request -> {
                    told.countDown();
                    return NO_BYTES;
                })
                .handle(Bytes.SERVICE, "wait", request -> {
                    told.await();
                    return request.payload();
                }));
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "wait", "one"), data("ignored"), close());
        peer.send(Bytes.call(3, "tell", NO_BYTES));
        RawPeer.Received first = peer.next();
        RawPeer.Received waited = first.streamId() == 1 ? first : peer.next();
        assertArrayEquals(Bytes.of("one"), waited.response().orElseThrow().payload());
    }

    @Test
    void aMessageThatDoesNotFitAFrameExhaustsAResource() throws IOException {
        RawPeer peer = connect(builder()
                .handleServerStream(
                        Bytes.SERVICE,
                        "large",
                        (request, answers) -> answers.send(new byte[FrameHeader.MAX_DATA_BYTES + 1])));
        peer.send(request(FrameHeader.FLAG_REMOTE_CLOSED, "large", ""));
        String message = peer.refusal(1, StatusCode.RESOURCE_EXHAUSTED);
        assertTrue(message.contains("lengthBytes=4194305 limitBytes=4194304"), message);
    }

    @Test
    void theServerTellsTheKindOfEveryMethod() throws IOException {
        RawPeer peer = connect(joining());
        peer.send(Bytes.request(1, (byte) 0, new Request("samehost.Server", "List", NO_BYTES, 0, Metadata.EMPTY)));
        String list = peer.answer(1);
        assertTrue(list.contains("""
            test.Service/bidi bidi-stream
            test.Service/client client-stream
            test.Service/echo unary
            test.Service/server server-stream
            test.Service/work unary
            """), list);
    }
}
