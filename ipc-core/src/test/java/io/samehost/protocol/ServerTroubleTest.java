package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.wire.frame.Frames;
import io.samehost.wire.frame.Hex;
import io.samehost.wire.frame.Pieces;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server meets trouble, in whatever pieces it comes; afterwards the connection is as good as before. */
class ServerTroubleTest {
    private static final String OPENS_1 = "00000006 00000001 01 02 0a01's' 1201'm'";
    private static final String OPENS_1_SEEN = "request 1 REMOTE_OPEN s/m ''";
    private static final String UNARY_1 = "00000006 00000001 01 00 0a01's' 1201'm'";
    private static final String UNARY_1_SEEN = "request 1 UNARY s/m ''";

    private enum Trouble {
        EVEN_ID("00000000 00000002 01 00", refused(2, "stream id from a client must be odd: streamId=2")),
        ID_ZERO("00000000 00000000 01 00", refused(0, "stream id from a client must be odd: streamId=0")),
        HIGHEST_EVEN_ID(
                "00000000 fffffffe 01 00",
                "refused 4294967294 INVALID_ARGUMENT: stream id from a client must be odd: streamId=4294967294"),
        EVEN_ID_ON_A_MESSAGE("00000000 00000004 03 00", refused(4, "stream id from a client must be odd: streamId=4")),
        ID_OF_AN_OPEN_CALL(OPENS_1 + UNARY_1, OPENS_1_SEEN, refused(1, "stream id must increase: streamId=1 last=1")),
        ID_LOWER_THAN_BEFORE(
                "00000000 00000007 01 00 00000000 00000005 01 00",
                "request 7 UNARY / ''",
                refused(5, "stream id must increase: streamId=5 last=7")),
        ID_LOWER_THAN_A_VERY_HIGH_ONE(
                "00000000 80000001 01 00 00000000 7fffffff 01 00",
                "request 2147483649 UNARY / ''",
                "refused 2147483647 INVALID_ARGUMENT:"
                        + " stream id must increase: streamId=2147483647 last=2147483649"),
        MESSAGE_FOR_NO_STREAM("00000001 00000009 03 00 'x'", refused(9, "no open stream for this message: streamId=9")),
        CLOSE_FOR_NO_STREAM("00000000 00000009 03 05", refused(9, "no open stream for this message: streamId=9")),
        MESSAGE_FOR_A_UNARY_CALL(
                UNARY_1 + "00000001 00000001 03 00 'x'",
                UNARY_1_SEEN,
                refused(1, "no open stream for this message: streamId=1")),
        MESSAGE_AFTER_A_CLOSING_REQUEST(
                "00000000 00000001 01 01 00000001 00000001 03 00 'x'",
                "request 1 REMOTE_CLOSED / ''",
                refused(1, "no open stream for this message: streamId=1")),
        MESSAGE_AFTER_CLOSE(
                OPENS_1 + "00000000 00000001 03 05 00000001 00000001 03 00 'x'",
                OPENS_1_SEEN,
                "closed 1",
                refused(1, "no open stream for this message: streamId=1")),
        CLOSED_TWICE(OPENS_1 + "00000000 00000001 03 05 00000000 00000001 03 05", OPENS_1_SEEN, "closed 1"),
        CLOSE_OF_A_UNARY_CALL(UNARY_1 + "00000000 00000001 03 05", UNARY_1_SEEN),
        CLOSE_AFTER_A_CLOSING_REQUEST(
                "00000000 00000001 01 01 00000000 00000001 03 05", "request 1 REMOTE_CLOSED / ''"),
        EMPTY_MESSAGE_AFTER_CLOSE(
                OPENS_1 + "00000000 00000001 03 05 00000000 00000001 03 01",
                OPENS_1_SEEN,
                "closed 1",
                refused(1, "no open stream for this message: streamId=1")),
        NEITHER_MESSAGE_NOR_CLOSE(
                OPENS_1 + "00000000 00000001 03 04 00000001 00000001 03 00 'x'", OPENS_1_SEEN, "message 1 'x'"),
        NEITHER_MESSAGE_NOR_CLOSE_AFTER_CLOSE(
                OPENS_1 + "00000000 00000001 03 05 00000000 00000001 03 04", OPENS_1_SEEN, "closed 1"),
        NEITHER_MESSAGE_NOR_CLOSE_FOR_NO_STREAM(
                "00000000 00000009 03 04", refused(9, "no open stream for this message: streamId=9")),
        MALFORMED_REQUEST(
                "00000001 00000001 01 00 0a", refused(1, "request is malformed: message ends inside a number")),
        ID_OF_A_MALFORMED_REQUEST(
                "00000001 00000001 01 00 0a" + UNARY_1,
                refused(1, "request is malformed: message ends inside a number"),
                refused(1, "stream id must increase: streamId=1 last=1")),
        UNKNOWN_TYPE("00000001 00000001 04 00 'x'"),
        TYPE_ZERO("00000000 00000001 00 00"),
        RESPONSE_FROM_A_CLIENT("00000000 00000001 02 00"),
        UNKNOWN_TYPE_ON_AN_OPEN_CALL(
                OPENS_1 + "00000001 00000001 ff ff 'x' 00000001 00000001 03 00 'y'", OPENS_1_SEEN, "message 1 'y'"),
        UNKNOWN_FLAGS("00000000 00000001 01 f8", "request 1 UNARY / ''"),
        BOTH_OPEN_AND_CLOSED("00000000 00000001 01 03", "request 1 REMOTE_OPEN / ''");

        private final String hex;
        private final String events;

        Trouble(String hex, String... events) {
            this.hex = hex;
            this.events = String.join("\n", events);
        }

        private List<String> events() {
            return events.lines().toList();
        }

        private static String refused(int streamId, String message) {
            return "refused " + streamId + " INVALID_ARGUMENT: " + message;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAnsweredAndTheConnectionGoesOn(Trouble trouble) throws Exception {
        byte[] next = Hex.bytes("00000006 ffffffff 01 00 0a01's' 1201'n'");
        Pieces.everyWay(Hex.bytes(trouble.hex), pieces -> {
            ServerProtocol server = new ServerProtocol();

            assertEquals(trouble.events(), Events.of(server, pieces), pieces::toString);
            assertEquals(List.of("request 4294967295 UNARY s/n ''"), Events.of(server, next), pieces::toString);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isAnsweredAlsoWithANextFrameBehindIt(Trouble trouble) throws Exception {
        byte[] next = Hex.bytes("00000006 ffffffff 01 00 0a01's' 1201'n'");
        Pieces.everyWay(Hex.join(Hex.bytes(trouble.hex), next), pieces -> {
            List<String> events = Events.of(new ServerProtocol(), pieces);

            assertEquals("request 4294967295 UNARY s/n ''", events.remove(events.size() - 1), pieces::toString);
            assertEquals(trouble.events(), events, pieces::toString);
        });
    }

    @Test
    void anOversizeRequestIsRefusedAtOnceAndItsBodySkipped() throws Exception {
        byte[] header = Frames.header(4194305, 1, (byte) 1);
        byte[] rest = Hex.join(new byte[4194305], Hex.bytes("00000000 00000003 01 00"));
        Pieces.everyWay(header, pieces -> {
            ServerProtocol server = new ServerProtocol();

            assertEquals(
                    List.of("refused 1 RESOURCE_EXHAUSTED: message too large:"
                            + " lengthBytes=4194305 limitBytes=4194304"),
                    Events.of(server, pieces));
            assertEquals(List.of("request 3 UNARY / ''"), Events.of(server, rest));
        });
    }

    @Test
    void anOversizeMessageEndsItsCall() {
        ServerProtocol server = new ServerProtocol();
        Events.of(server, Hex.bytes(OPENS_1));

        assertEquals(
                List.of("refused 1 RESOURCE_EXHAUSTED: message too large:"
                        + " lengthBytes=4294967295 limitBytes=4194304"),
                Events.of(server, Frames.header(0xFFFFFFFFL, 1, (byte) 3)));
        assertEquals(0, server.openStreams());
    }

    @Test
    void anotherProtocolBreaksTheConnectionForGood() throws Exception {
        String broken = "broken not ttrpc: the first byte of a frame is 0 unless it is huge, is this HTTP or TLS?";
        ServerProtocol server = new ServerProtocol();

        assertEquals(List.of(broken), Events.of(server, Hex.bytes("'G'")));
        assertEquals(List.of(broken), Events.of(server, Hex.bytes(UNARY_1)));
    }
}
