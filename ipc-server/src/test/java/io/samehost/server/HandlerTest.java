package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.StatusException;
import io.samehost.transport.Transports;
import io.samehost.wire.Metadata;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers: their answers, their waits, and the statuses of their exceptions. */
final class HandlerTest extends ServerFixture {
    private static final byte[] NO_BYTES = {};

    private ServerBuilder failing(boolean inline) {
        ServerBuilder builder = builder();
        add(builder, inline, "chosen", request -> {
            throw new StatusException(StatusCode.NOT_FOUND, "no such thing: name=x");
        });
        add(builder, inline, "checked", request -> {
            throw new IOException("disk is gone");
        });
        add(builder, inline, "unchecked", request -> {
            throw new IllegalStateException("not now");
        });
        add(builder, inline, "error", request -> {
            throw new AssertionError("broken");
        });
        add(builder, inline, "null", request -> null);
        add(builder, inline, "huge", request -> new byte[FrameHeader.MAX_DATA_BYTES + 1]);
        return builder;
    }

    private static void add(ServerBuilder builder, boolean inline, String method, RequestHandler handler) {
        if (inline) {
            builder.handleInline(Bytes.SERVICE, method, handler);
        } else {
            builder.handle(Bytes.SERVICE, method, handler);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverAHandlerThrowsBecomesAStatusAndTheConnectionGoesOn(boolean inline) throws IOException {
        RawPeer peer = connect(start(failing(inline)));
        assertEquals("no such thing: name=x", refusal(peer, 1, "chosen", StatusCode.NOT_FOUND));
        assertEquals("handler failed: error=IOException", refusal(peer, 3, "checked", StatusCode.UNKNOWN));
        assertEquals("handler failed: error=IllegalStateException", refusal(peer, 5, "unchecked", StatusCode.UNKNOWN));
        assertEquals("handler failed: error=AssertionError", refusal(peer, 7, "error", StatusCode.INTERNAL));
        assertTrue(refusal(peer, 9, "null", StatusCode.INTERNAL).contains("method=test.Service/null"));
        assertEquals("next", peer.call(11, "echo", "next"));
    }

    @Test
    void aServerMayTellItsCallersWhatAHandlerThrew() throws IOException {
        RawPeer peer = connect(start(failing(false).tellFailures()));
        assertEquals(
                "handler failed: java.io.IOException: disk is gone", refusal(peer, 1, "checked", StatusCode.UNKNOWN));
    }

    private static String refusal(RawPeer peer, int streamId, String method, StatusCode code) throws IOException {
        peer.send(Bytes.call(streamId, method, NO_BYTES));
        return peer.refusal(streamId, code);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatDoesNotFitAFrameBecomesAStatusWithBothNumbers(boolean inline) throws IOException {
        RawPeer peer = connect(start(failing(inline)));
        String message = refusal(peer, 1, "huge", StatusCode.RESOURCE_EXHAUSTED);
        assertTrue(message.contains("limitBytes=4194304"), message);
        assertTrue(message.contains("lengthBytes=41943"), message);
        assertEquals("next", peer.call(3, "work", "next"));
    }

    @Test
    void theLargestAnswerThatFitsArrivesWhole() throws IOException {
        int payloadBytes = FrameHeader.MAX_DATA_BYTES - 5; // tag and length of the payload
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "large", request -> new byte[payloadBytes])));
        assertEquals(payloadBytes, peer.call(1, "large", "").length());
    }

    @Test
    void aHandlerSeesWhoAsksWhatWithWhatMetadataAndUntilWhen() throws IOException {
        RawPeer peer = connect(start(builder()
                .handle(
                        Bytes.SERVICE,
                        "describe",
                        request -> Bytes.of(request.service() + " " + request.method() + " "
                                + request.metadata().first("Key").orElse("none") + " "
                                + request.peer().orElseThrow().user() + " "
                                + (request.remaining().orElseThrow().toSeconds() > 50)))));
        Request request =
                new Request(Bytes.SERVICE, "describe", NO_BYTES, 60_000_000_000L, Metadata.of("key", "value"));
        peer.send(Bytes.request(1, (byte) 0, request));
        assertEquals("test.Service describe value " + System.getProperty("user.name") + " true", peer.answer(1));
    }

    @Test
    void handlersOfOneConnectionRunAtTheSameTime() throws IOException {
        CyclicBarrier bothAreHere = new CyclicBarrier(2);
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "meet", request -> {
            bothAreHere.await();
            return request.payload();
        })));
        peer.send(Bytes.call(1, "meet", Bytes.of("x")), Bytes.call(3, "meet", Bytes.of("x")));
        assertEquals(4, peer.next().streamId() + peer.next().streamId());
    }

    /** While a virtual thread writes to a blocking channel of junixsocket, reads of other threads fail. */
    @Test
    void handlersThreadsAreVirtualWhereThatDoesNoHarm() throws IOException {
        RawPeer peer = connect(start(builder()
                .handle(
                        Bytes.SERVICE,
                        "kind",
                        request -> Bytes.of(String.valueOf(isVirtual(Thread.currentThread()))))));
        boolean harmless = setup.engine() == EngineKind.LOOP || Transports.areJdkChannels(address());
        assertEquals(String.valueOf(harmless && Runtime.version().feature() >= 21), peer.call(1, "kind", ""));
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Test
    void anInterruptThatAHandlerLeavesBehindHarmsNobody() throws IOException {
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "interrupted", request -> {
            Thread.currentThread().interrupt();
            return request.payload();
        })));
        assertEquals("answer", peer.call(1, "interrupted", "answer"));
        assertEquals("next", peer.call(3, "work", "next"));
    }

    @Test
    void anInterruptThatAnInlineHandlerLeavesBehindHarmsNobody() throws IOException {
        RawPeer peer = connect(start(builder().handleInline(Bytes.SERVICE, "interrupted", request -> {
            Thread.currentThread().interrupt();
            return request.payload();
        })));
        assertEquals("answer", peer.call(1, "interrupted", "answer"));
        assertEquals("next", peer.call(3, "work", "next"));
    }

    @Test
    void anExceptionWithoutWordsIsAnsweredToo() throws IOException {
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "mute", request -> {
            throw new MuteException();
        })));
        assertFalse(refusal(peer, 1, "mute", StatusCode.UNKNOWN).isEmpty());
        assertEquals("next", peer.call(3, "work", "next"));
    }

    private static final class MuteException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("even this fails");
        }
    }

    @Test
    void aPayloadOfEveryByteComesBack() throws IOException {
        RawPeer peer = connect(start());
        StringBuilder text = new StringBuilder();
        for (char c = 0; c < 0x800; c++) {
            text.append(c);
        }
        String sent = new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertEquals(sent, peer.call(1, "work", sent));
    }
}
