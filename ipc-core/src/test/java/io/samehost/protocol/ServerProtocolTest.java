package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Frames;
import io.samehost.wire.frame.Hex;
import io.samehost.wire.frame.Response;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ServerProtocolTest {
    private static final byte[] NO_BYTES = {};
    private static final byte[] TOO_LARGE = new byte[4194305];
    private static final String TOO_LARGE_MESSAGE = "message too large for one frame: lengthBytes=4194305"
            + " limitBytes=4194304, send it in pieces over a stream";

    private final ServerProtocol server = new ServerProtocol();

    @Test
    void everyFieldOfARequestArrives() throws Exception {
        ServerEvent event = server.receive(
                ByteBuffer.wrap(Hex.bytes("00000012 00000001 01 00 0a01's' 1201'm' 2005 2a06 0a01'K' 1201'v' 1a00")));

        ServerEvent.RequestReceived received = (ServerEvent.RequestReceived) event;
        assertEquals(5, received.request().timeoutNanos());
        assertEquals(List.of("v"), received.request().metadata().all("k"));
    }

    @Test
    void aResponseEndsACallInAnyState() throws Exception {
        Events.of(server, Hex.bytes("00000000 00000001 01 02 00000000 00000003 01 01 00000000 00000005 01 00"));
        assertEquals(3, server.openStreams());

        for (int streamId = 1; streamId <= 5; streamId += 2) {
            assertTrue(server.isOpen(streamId));
            server.respond(streamId, Response.ok(NO_BYTES));
            assertFalse(server.isOpen(streamId));
        }
        assertEquals(0, server.openStreams());
    }

    @Test
    void aCallThatIsOverTakesNothing() throws Exception {
        Events.of(server, Hex.bytes("00000000 00000001 01 02"));
        server.close(1);

        assertOver(() -> server.respond(1, Response.ok(NO_BYTES)), "1");
        assertOver(() -> server.send(1, ByteBuffer.wrap(NO_BYTES)), "1");
        assertOver(() -> server.close(1), "1");
    }

    @Test
    void aCallThatNeverWasTakesNothing() {
        assertOver(() -> server.send(0x80000001, ByteBuffer.wrap(NO_BYTES)), "2147483649");
    }

    @Test
    void aRefusedCallTakesNothing() {
        Events.of(server, Hex.bytes("00000000 00000001 01 02 00000000 00000001 01 02"));

        assertOver(() -> server.send(1, ByteBuffer.wrap(NO_BYTES)), "1");
    }

    private static void assertOver(Executable call, String streamId) {
        IllegalStateException thrown = assertThrows(IllegalStateException.class, call);
        assertEquals("call is over: streamId=" + streamId, thrown.getMessage());
    }

    @Test
    void aRefusalIsAResponseWithItsStatus() {
        Refused refused = new Refused(9, Status.of(StatusCode.INVALID_ARGUMENT, "no"));

        assertArrayEquals(
                Hex.bytes("00000008 00000009 02 00 0a06 0803 1202'no'"), Frames.bytes(server.refuse(refused)));
    }

    @Test
    void anOversizeResponseLeavesTheCallOpen() throws Exception {
        Events.of(server, Hex.bytes("00000000 00000001 01 00"));
        Response tooLarge = Response.ok(new byte[TOO_LARGE.length - 5]);

        OversizeException thrown = assertThrows(OversizeException.class, () -> server.respond(1, tooLarge));
        assertEquals(TOO_LARGE_MESSAGE, thrown.getMessage());
        assertArrayEquals(
                Hex.bytes("00000003 00000001 02 00 1201'x'"),
                Frames.bytes(server.respond(1, Response.ok(Hex.bytes("'x'")))));
    }

    @Test
    void anOversizeMessageLeavesTheCallOpen() throws Exception {
        Events.of(server, Hex.bytes("00000000 00000001 01 01"));

        OversizeException thrown =
                assertThrows(OversizeException.class, () -> server.send(1, ByteBuffer.wrap(TOO_LARGE)));
        assertEquals(TOO_LARGE_MESSAGE, thrown.getMessage());
        assertArrayEquals(
                Hex.bytes("00000001 00000001 03 00 'x'"),
                Frames.bytes(server.send(1, ByteBuffer.wrap(Hex.bytes("'x'")))));
    }

    @Test
    void aMessageThatClosesIsFollowedByTheCloseWithoutMoreInput() throws Exception {
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes("00000000 00000001 01 02 00000001 00000001 03 01 'x'"));
        server.receive(in);
        server.receive(in);
        assertFalse(in.hasRemaining());

        assertEquals(new ServerEvent.RemoteClosed(1), server.receive(in));
        assertEquals(new ServerEvent.NeedData(), server.receive(in));
    }

    @Test
    void noCloseIsReportedForACallAnsweredOnItsLastMessage() throws Exception {
        ByteBuffer in = ByteBuffer.wrap(
                Hex.bytes("00000000 00000001 01 02 00000001 00000001 03 01 'x' 00000000 00000003 01 00"));
        server.receive(in);
        server.receive(in);
        server.respond(1, Response.ok(NO_BYTES));

        assertEquals(List.of("request 3 UNARY / ''"), Events.of(server, in));
    }

    @Test
    void messagesForACallThatTheServerEndedAreRefused() throws Exception {
        Events.of(server, Hex.bytes("00000000 00000001 01 02"));
        server.respond(1, Response.ok(NO_BYTES));

        assertEquals(
                List.of("refused 1 INVALID_ARGUMENT: no open stream for this message: streamId=1"),
                Events.of(server, Hex.bytes("00000001 00000001 03 00 'x'")));
    }

    @Test
    void insideAFrameIsKnown() {
        Events.of(server, Hex.bytes("00000000 000000"));
        assertTrue(server.isInsideFrame());

        Events.of(server, Hex.bytes("01 01 00"));
        assertFalse(server.isInsideFrame());
    }
}
