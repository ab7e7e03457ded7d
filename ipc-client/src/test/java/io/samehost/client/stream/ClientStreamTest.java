package io.samehost.client.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.ClientStream;
import io.samehost.server.EngineKind;
import io.samehost.wire.frame.FrameHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams in every direction, over every transport and both engines. */
final class ClientStreamTest extends StreamFixture {
    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aServerStreamEndsAfterItsMessagesTheEmptyOneAmongThem(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.serverStream("s", "three", new byte[] {1})) {
            assertArrayEquals(new byte[] {1}, stream.receive().orElseThrow());
            assertArrayEquals(NOTHING, stream.receive().orElseThrow());
            assertArrayEquals(new byte[] {3}, stream.receive().orElseThrow());
            assertTrue(stream.receive().isEmpty());
            assertTrue(stream.receive().isEmpty(), "asked again");
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void theLastMessageOfAServerStreamMayStandInItsResponse(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.serverStream("s", "last", NOTHING)) {
            assertArrayEquals(new byte[] {2}, stream.receive().orElseThrow());
            assertTrue(stream.receive().isEmpty());
            assertArrayEquals(new byte[] {2}, stream.result());
        }
        try (ClientStream stream = client.serverStream("s", "last", NOTHING)) {
            List<Byte> received = new ArrayList<>();
            stream.forEach(message -> received.add(message[0]));
            assertEquals(List.of((byte) 2), received);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void messagesGoBothWaysInTurnUntilTheClientClosesItsSide(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "echo", NOTHING)) {
            for (int size = 0; size < 200_000; size = size * 3 + 1) {
                stream.send(new byte[size]);
                assertEquals(size, stream.receive().orElseThrow().length);
            }
            stream.closeSend();
            stream.closeSend();
            assertTrue(stream.receive().isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aClientStreamIsAnsweredOnce(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "count", NOTHING)) {
            for (int i = 0; i < 1_000; i++) {
                stream.send(new byte[10_000]);
            }
            assertEquals("10000000", new String(stream.result(), StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void twoEndsThatBothSendDoNotHaltWithinAMegabyte(String address, EngineKind engine) throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "echo", NOTHING)) {
            for (int i = 0; i < 30; i++) {
                stream.send(new byte[30_000]);
            }
            stream.closeSend();
            int received = 0;
            for (byte[] message : stream) {
                assertEquals(30_000, message.length);
                received++;
            }
            assertEquals(30, received);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aMessageTooLargeForAFrameIsRefusedWithBothNumbersAndTheStreamGoesOn(String address, EngineKind engine)
            throws Exception {
        start(address, engine);
        try (ClientStream stream = client.stream("s", "echo", NOTHING)) {
            byte[] tooLarge = new byte[FrameHeader.MAX_DATA_BYTES + 1];
            CallException refused = assertThrows(CallException.class, () -> stream.send(tooLarge));
            assertEquals(
                    "RESOURCE_EXHAUSTED: message too large for one frame: lengthBytes=4194305 limitBytes=4194304,"
                            + " send it in pieces over a stream",
                    refused.getMessage());
            stream.send(new byte[FrameHeader.MAX_DATA_BYTES]);
            assertEquals(FrameHeader.MAX_DATA_BYTES, stream.receive().orElseThrow().length);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTransportAndEngine")
    void aUnaryCallOfAStreamIsRefusedInWordsAndAStreamOfAUnaryMethodIsAnswered(String address, EngineKind engine)
            throws Exception {
        start(address, engine);
        CallException unary = assertThrows(CallException.class, () -> client.call("s", "echo", NOTHING));
        assertEquals("INVALID_ARGUMENT: method takes a stream, open it as one", unary.getMessage());
        try (ClientStream stream = client.stream("samehost.Echo", "Echo", new byte[] {1})) {
            assertArrayEquals(new byte[] {1}, stream.receive().orElseThrow());
            assertTrue(stream.receive().isEmpty());
        }
    }
}
