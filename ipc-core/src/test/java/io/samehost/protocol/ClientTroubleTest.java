package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.frame.Frames;
import io.samehost.wire.frame.Hex;
import io.samehost.wire.frame.Pieces;
import io.samehost.wire.frame.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client meets trouble. It has six calls: 1 unary, 3 open, 5 closed by its request, 7 forgotten, 9 closed
 * after its request, and 11 that has nothing to do with the trouble.
 */
class ClientTroubleTest {
    private static final Request REQUEST = new Request("s", "m", new byte[0], 0, Metadata.EMPTY);

    private enum Trouble {
        RESPONSE_NOBODY_ASKED_FOR("00000000 0000000d 02 00", "dropped 13"),
        RESPONSE_WITH_AN_EVEN_ID("00000000 00000002 02 00", "dropped 2"),
        LATE_RESPONSE("00000003 00000007 02 00 1201'x'", "dropped 7"),
        LATE_MALFORMED_RESPONSE("00000001 00000007 02 00 ff", "dropped 7"),
        LATE_MESSAGE("00000001 00000007 03 00 'x'", "dropped 7"),
        LATE_CLOSE("00000000 00000007 03 05", "dropped 7"),
        SECOND_RESPONSE("00000000 00000001 02 00 00000000 00000001 02 00", "response 1 OK ''", "dropped 1"),
        MESSAGE_AFTER_RESPONSE("00000000 00000003 02 00 00000001 00000003 03 00 'x'", "response 3 OK ''", "dropped 3"),
        MESSAGE_AFTER_CLOSE("00000000 00000003 03 05 00000001 00000003 03 00 'x'", "closed 3", "dropped 3"),
        RESPONSE_AFTER_CLOSE("00000000 00000005 03 05 00000000 00000005 02 00", "closed 5", "dropped 5"),
        NEITHER_MESSAGE_NOR_CLOSE("00000000 00000003 03 04 00000001 00000003 03 00 'x'", "message 3 'x'"),
        CLOSED_TWICE("00000000 00000003 03 05 00000000 00000003 03 05", "closed 3", "dropped 3"),
        MALFORMED_RESPONSE(
                "00000001 00000001 02 00 0a",
                "response 1 INTERNAL: response is malformed: message ends inside a number ''"),
        REQUEST_FROM_A_SERVER("00000000 00000001 01 00"),
        UNKNOWN_TYPE("00000001 00000001 04 00 'x' 00000000 00000001 02 00", "response 1 OK ''"),
        UNKNOWN_FLAGS("00000001 00000003 03 f8 'x'", "message 3 'x'"),
        STATUS_UNKNOWN_TO_GRPC("00000005 00000001 02 00 0a03 08 8f4e", "response 1 UNKNOWN 9999 ''"),
        NEGATIVE_STATUS("0000000d 00000001 02 00 0a0b 08 f9ffffffffffffffff01", "response 1 UNKNOWN -7 ''"),
        RESPONSE_TO_AN_OPEN_STREAM("00000004 00000003 02 00 0a02 0801", "response 3 CANCELLED ''"),
        RESPONSE_TO_A_CLOSED_STREAM("00000003 00000009 02 00 1201'x'", "response 9 OK 'x'");

        private final String hex;
        private final String events;

        Trouble(String hex, String... events) {
            this.hex = hex;
            this.events = String.join("\n", events);
        }

        private List<String> events() {
            return events.lines().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void harmsNoOtherCall(Trouble trouble) throws Exception {
        byte[] next = Hex.bytes("00000003 0000000b 02 00 1201'y'");
        Pieces.everyWay(Hex.join(Hex.bytes(trouble.hex), next), pieces -> {
            ClientProtocol client = clientWithCalls();
            List<String> events = Events.of(client, pieces);

            assertEquals("response 11 OK 'y'", events.remove(events.size() - 1), pieces::toString);
            assertEquals(trouble.events(), events, pieces::toString);
        });
    }

    @Test
    void anOversizeAnswerEndsItsCallAtOnceAndIsSkipped() throws Exception {
        byte[] header = Frames.header(4194305, 3, (byte) 3);
        byte[] rest = Hex.join(new byte[4194305], Hex.bytes("00000000 00000001 02 00"));
        Pieces.everyWay(header, pieces -> {
            ClientProtocol client = clientWithCalls();

            assertEquals(
                    List.of("response 3 RESOURCE_EXHAUSTED: answer too large:"
                            + " lengthBytes=4194305 limitBytes=4194304 ''"),
                    Events.of(client, pieces));
            assertEquals(List.of("response 1 OK ''"), Events.of(client, rest));
        });
    }

    @Test
    void aLateOversizeAnswerIsDropped() throws Exception {
        assertEquals(List.of("dropped 7"), Events.of(clientWithCalls(), Frames.header(4194305, 7, (byte) 2)));
    }

    @Test
    void anotherProtocolBreaksTheConnectionForGood() throws Exception {
        String broken = "broken not a ttrpc server: the first byte of a frame is 0 unless it is huge,"
                + " is this another service?";
        ClientProtocol client = clientWithCalls();

        assertEquals(List.of(broken), Events.of(client, Hex.bytes("'SSH-2.0'")));
        assertEquals(List.of(broken), Events.of(client, Hex.bytes("00000000 00000001 02 00")));
    }

    private static ClientProtocol clientWithCalls() throws OversizeException {
        ClientProtocol client = new ClientProtocol();
        client.start(RequestKind.UNARY, REQUEST);
        client.start(RequestKind.REMOTE_OPEN, REQUEST);
        client.start(RequestKind.REMOTE_CLOSED, REQUEST);
        client.start(RequestKind.UNARY, REQUEST);
        client.forget(7);
        client.start(RequestKind.REMOTE_OPEN, REQUEST);
        client.close(9);
        client.start(RequestKind.UNARY, REQUEST);
        return client;
    }
}
