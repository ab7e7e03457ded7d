package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.frame.Frames;
import io.samehost.wire.frame.Hex;
import io.samehost.wire.frame.Request;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClientProtocolTest {
    private static final byte[] NO_BYTES = {};
    private static final Request REQUEST = new Request("", "", NO_BYTES, 0, Metadata.EMPTY);
    private static final byte[] TOO_LARGE = new byte[4194305];
    private static final String TOO_LARGE_MESSAGE = "message too large for one frame: lengthBytes=4194305"
            + " limitBytes=4194304, send it in pieces over a stream";

    private final ClientProtocol client = new ClientProtocol();

    @Test
    void idsAreOddAndIncrease() throws Exception {
        for (int streamId = 1; streamId < 9; streamId += 2) {
            assertEquals(streamId, client.nextStreamId());
            assertArrayEquals(
                    Frames.header(0, streamId, (byte) 1), Frames.bytes(client.start(RequestKind.UNARY, REQUEST)));
        }
    }

    @Test
    void aStreamThatBeginsWithoutAPayloadSaysSo() throws Exception {
        assertArrayEquals(
                Hex.bytes("00000000 00000001 01 06"), Frames.bytes(client.start(RequestKind.REMOTE_OPEN, REQUEST)));
    }

    @Test
    void aStreamThatBeginsWithAPayloadIsOnlyOpen() throws Exception {
        Request first = new Request("", "", Hex.bytes("'x'"), 0, Metadata.EMPTY);

        assertArrayEquals(
                Hex.bytes("00000003 00000001 01 02 1a01'x'"),
                Frames.bytes(client.start(RequestKind.REMOTE_OPEN, first)));
    }

    @Test
    void theHighestIdIsTheLast() throws Exception {
        ClientProtocol old = new ClientProtocol(0xFFFFFFFD);
        old.start(RequestKind.UNARY, REQUEST);
        assertTrue(old.canStart());
        assertArrayEquals(Hex.bytes("00000000 ffffffff 01 00"), Frames.bytes(old.start(RequestKind.UNARY, REQUEST)));

        assertFalse(old.canStart());
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> old.start(RequestKind.UNARY, REQUEST));
        assertEquals("stream ids are used up, connect again", thrown.getMessage());
        assertEquals(
                List.of("response 4294967295 OK ''", "response 4294967293 OK ''"),
                Events.of(old, Hex.bytes("00000000 ffffffff 02 00 00000000 fffffffd 02 00")));
    }

    @Test
    void idsGoOnPastTheHighestSignedOne() throws Exception {
        ClientProtocol old = new ClientProtocol(0x7FFFFFFF);
        old.start(RequestKind.UNARY, REQUEST);

        assertArrayEquals(Hex.bytes("00000000 80000001 01 00"), Frames.bytes(old.start(RequestKind.UNARY, REQUEST)));
    }

    @Test
    void anOversizeRequestUsesNoId() throws Exception {
        Request tooLarge = new Request("", "", new byte[TOO_LARGE.length - 5], 0, Metadata.EMPTY);

        OversizeException thrown =
                assertThrows(OversizeException.class, () -> client.start(RequestKind.UNARY, tooLarge));
        assertEquals(TOO_LARGE_MESSAGE, thrown.getMessage());
        assertEquals(0, client.openStreams());
        assertArrayEquals(Hex.bytes("00000000 00000001 01 00"), Frames.bytes(client.start(RequestKind.UNARY, REQUEST)));
    }

    @Test
    void anOversizeMessageLeavesTheCallOpen() throws Exception {
        client.start(RequestKind.REMOTE_OPEN, REQUEST);

        OversizeException thrown =
                assertThrows(OversizeException.class, () -> client.send(1, ByteBuffer.wrap(TOO_LARGE)));
        assertEquals(TOO_LARGE_MESSAGE, thrown.getMessage());
        assertArrayEquals(
                Hex.bytes("00000001 00000001 03 00 'x'"),
                Frames.bytes(client.send(1, ByteBuffer.wrap(Hex.bytes("'x'")))));
    }

    @Test
    void onlyAnOpenStreamTakesMessages() throws Exception {
        client.start(RequestKind.UNARY, REQUEST);
        client.start(RequestKind.REMOTE_CLOSED, REQUEST);
        client.start(RequestKind.REMOTE_OPEN, REQUEST);

        assertTrue(client.maySend(5));
        assertTakesNothing(() -> client.send(1, ByteBuffer.wrap(NO_BYTES)), "1");
        assertTakesNothing(() -> client.close(1), "1");
        assertTakesNothing(() -> client.send(3, ByteBuffer.wrap(NO_BYTES)), "3");
        assertTakesNothing(() -> client.close(3), "3");
        assertTakesNothing(() -> client.send(0x80000001, ByteBuffer.wrap(NO_BYTES)), "2147483649");
    }

    @Test
    void aStreamThatTheClientClosedTakesNoMessagesAndStillReceives() throws Exception {
        client.start(RequestKind.REMOTE_OPEN, REQUEST);
        client.close(1);

        assertTakesNothing(() -> client.send(1, ByteBuffer.wrap(NO_BYTES)), "1");
        assertTakesNothing(() -> client.close(1), "1");
        assertEquals(List.of("message 1 'x'"), Events.of(client, Hex.bytes("00000001 00000001 03 00 'x'")));
    }

    @Test
    void aStreamThatTheServerEndedTakesNoMessages() throws Exception {
        client.start(RequestKind.REMOTE_OPEN, REQUEST);
        client.start(RequestKind.REMOTE_OPEN, REQUEST);
        Events.of(client, Hex.bytes("00000000 00000001 03 05 00000000 00000003 02 00"));

        assertTakesNothing(() -> client.send(1, ByteBuffer.wrap(NO_BYTES)), "1");
        assertTakesNothing(() -> client.close(3), "3");
        assertEquals(0, client.openStreams());
    }

    @Test
    void aForgottenCallIsGone() throws Exception {
        client.start(RequestKind.REMOTE_OPEN, REQUEST);
        client.forget(1);

        assertEquals(0, client.openStreams());
        assertFalse(client.maySend(1));
        assertTakesNothing(() -> client.send(1, ByteBuffer.wrap(NO_BYTES)), "1");
    }

    @Test
    void forgettingTwiceOrWhatNeverWasDoesNothing() throws Exception {
        client.start(RequestKind.UNARY, REQUEST);
        client.forget(1);
        client.forget(1);
        client.forget(99);

        assertEquals(3, client.nextStreamId());
    }

    @Test
    void aCallForgottenOnItsLastMessageIsNotReportedAsClosed() throws Exception {
        client.start(RequestKind.REMOTE_CLOSED, REQUEST);
        client.start(RequestKind.UNARY, REQUEST);
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes("00000001 00000001 03 01 'x' 00000000 00000003 02 00"));
        assertTrue(client.receive(in) instanceof ClientEvent.MessageReceived);
        client.forget(1);

        assertEquals(List.of("response 3 OK ''"), Events.of(client, in));
    }

    private static void assertTakesNothing(Executable call, String streamId) {
        IllegalStateException thrown = assertThrows(IllegalStateException.class, call);
        assertEquals("stream takes no more messages: streamId=" + streamId, thrown.getMessage());
    }
}
