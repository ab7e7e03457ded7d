package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.wire.Metadata;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes of a peer within ttrpc: the peer is told, and the connection goes on. */
final class ProtocolTroubleTest extends ServerFixture {
    private static final byte[] NO_BYTES = {};

    @Test
    void anOversizeFrameIsRefusedWithBothNumbersAndTheConnectionKept() throws IOException {
        RawPeer peer = connect(start());
        int length = FrameHeader.MAX_DATA_BYTES + 1;
        peer.send(Bytes.header(length, 1, FrameHeader.TYPE_REQUEST, 0));
        String message = peer.refusal(1, StatusCode.RESOURCE_EXHAUSTED);
        assertTrue(message.contains("lengthBytes=4194305 limitBytes=4194304"), message);
        peer.send(new byte[length]);
        assertEquals("next", peer.call(3, "echo", "next"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 1, 3, -2})
    void anIdThatIsEvenOrDoesNotIncreaseIsRefused(int streamId) throws IOException {
        RawPeer peer = connect(start());
        peer.call(3, "echo", "first");
        peer.send(Bytes.call(streamId, "echo", NO_BYTES));
        peer.refusal(streamId, StatusCode.INVALID_ARGUMENT);
        assertEquals("next", peer.call(5, "echo", "next"));
    }

    @Test
    void streamIdsAboveTheLargestIntAreGoodIds() throws IOException {
        RawPeer peer = connect(start());
        assertEquals("half", peer.call(Integer.MAX_VALUE, "echo", "half"));
        assertEquals("last", peer.call(-1, "echo", "last"));
    }

    @Test
    void dataForAStreamThatIsNotThereIsRefused() throws IOException {
        RawPeer peer = connect(start());
        peer.send(Bytes.message(7, Bytes.of("lost")));
        peer.refusal(7, StatusCode.INVALID_ARGUMENT);
        assertEquals("next", peer.call(9, "echo", "next"));
    }

    @Test
    void dataForAUnaryCallIsRefused() throws IOException {
        RawPeer peer = connect(start());
        peer.send(Bytes.call(1, "echo", NO_BYTES), Bytes.message(1, Bytes.of("more")));
        peer.answer(1);
        peer.refusal(1, StatusCode.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @CsvSource({"no.Service, echo, no.Service", "test.Service, none, test.Service/none"})
    void whatNobodyAnswersIsUnimplementedAndNamed(String service, String method, String named) throws IOException {
        RawPeer peer = connect(start());
        peer.send(Bytes.request(1, (byte) 0, new Request(service, method, NO_BYTES, 0, Metadata.EMPTY)));
        String message = peer.refusal(1, StatusCode.UNIMPLEMENTED);
        assertTrue(message.contains(named), message);
        assertEquals("next", peer.call(3, "echo", "next"));
    }

    @Test
    void framesOfUnknownTypesAreIgnored() throws IOException {
        RawPeer peer = connect(start());
        peer.send(
                Bytes.frame(1, 9, 0, Bytes.of("future")),
                Bytes.frame(2, FrameHeader.TYPE_RESPONSE, 0, NO_BYTES),
                Bytes.frame(0, 0, 255, NO_BYTES));
        assertEquals("next", peer.call(1, "echo", "next"));
    }

    @Test
    void aMalformedEnvelopeIsRefusedAndTheConnectionKept() throws IOException {
        RawPeer peer = connect(start());
        peer.send(Bytes.frame(1, FrameHeader.TYPE_REQUEST, 0, new byte[] {0x0a, 0x7f, 0x01}));
        peer.refusal(1, StatusCode.INVALID_ARGUMENT);
        assertEquals("next", peer.call(3, "echo", "next"));
    }

    @Test
    void aMethodThatTakesAStreamDoesNotTakeAUnaryCall() throws IOException {
        RawPeer peer = connect(start(builder()
                .handleBidi(Bytes.SERVICE, "bidi", stream -> {})
                .handleClientStream(Bytes.SERVICE, "client", messages -> NO_BYTES)));
        peer.send(Bytes.call(1, "bidi", NO_BYTES));
        assertEquals("method takes a stream, open it as one", peer.refusal(1, StatusCode.INVALID_ARGUMENT));
        peer.send(Bytes.call(3, "client", NO_BYTES));
        peer.refusal(3, StatusCode.INVALID_ARGUMENT);
        assertEquals("next", peer.call(5, "echo", "next"));
    }

    @Test
    void anOpenIdUsedAgainEndsTheCallOnce() throws IOException {
        RawPeer peer = connect(start(builder().handleBidi(Bytes.SERVICE, "wait", stream -> stream.receive())));
        peer.send(Bytes.open(1, "wait"), Bytes.open(1, "wait"));
        peer.refusal(1, StatusCode.INVALID_ARGUMENT);
        assertEquals("next", peer.call(3, "echo", "next"));
    }

    @Test
    void framesMayBeCutAnywhere() throws IOException {
        RawPeer peer = connect(start());
        int length = Bytes.call(1, "echo", Bytes.of("cut")).length;
        for (int cut = 1; cut < length; cut++) {
            int streamId = 2 * cut + 1;
            byte[] frame = Bytes.call(streamId, "echo", Bytes.of("cut"));
            peer.send(Arrays.copyOf(frame, cut));
            peer.send(Arrays.copyOfRange(frame, cut, length));
            assertEquals("cut", peer.answer(streamId));
        }
    }

    @Test
    void framesMayComeByteByByte() throws IOException {
        RawPeer peer = connect(start());
        for (byte single : Bytes.join(Bytes.call(1, "echo", Bytes.of("a")), Bytes.call(3, "work", Bytes.of("b")))) {
            peer.send(new byte[] {single});
        }
        assertEquals("a", peer.answer(1));
        assertEquals("b", peer.answer(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "work"})
    void aHundredRequestsInOneWriteAreAnswered(String method) throws IOException {
        RawPeer peer = connect(start());
        byte[][] requests = new byte[100][];
        Set<Integer> missing = new HashSet<>();
        for (int i = 0; i < requests.length; i++) {
            requests[i] = Bytes.call(2 * i + 1, method, Bytes.of("n" + i));
            missing.add(2 * i + 1);
        }
        peer.send(requests);
        while (!missing.isEmpty()) {
            RawPeer.Received received = peer.next();
            assertTrue(missing.remove(received.streamId()), received::toString);
            byte[] payload = received.response().orElseThrow().payload();
            assertEquals("n" + received.streamId() / 2, new String(payload, StandardCharsets.UTF_8));
        }
    }
}
