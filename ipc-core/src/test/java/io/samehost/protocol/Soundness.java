package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.frame.Pieces;
import io.samehost.wire.frame.Request;
import java.util.List;
import java.util.Random;

/** Bytes from a peer mean something to either side, and the same in whatever pieces they arrive. */
final class Soundness {
    private static final Request REQUEST = new Request("s", "m", new byte[0], 0, Metadata.EMPTY);

    private Soundness() {}

    static void assertBoth(Random random, byte[] bytes) throws Exception {
        assertServer(random, bytes);
        assertClient(random, bytes);
    }

    /** For a server that has just been connected to. */
    static void assertServer(Random random, byte[] bytes) throws Exception {
        List<String> events = Events.of(new ServerProtocol(), Pieces.whole(bytes));
        assertFew(events, bytes);
        if (isWhole(events, bytes)) {
            Pieces pieces = Pieces.random(random, bytes);
            assertEquals(events, Events.of(new ServerProtocol(), pieces), pieces::toString);
        }
    }

    /** For a client with a call of every kind at work. */
    static void assertClient(Random random, byte[] bytes) throws Exception {
        List<String> events = Events.of(clientWithCalls(), Pieces.whole(bytes));
        assertFew(events, bytes);
        if (isWhole(events, bytes)) {
            Pieces pieces = Pieces.random(random, bytes);
            assertEquals(events, Events.of(clientWithCalls(), pieces), pieces::toString);
        }
    }

    /** A frame has ten bytes at least, and a frame that closes with a message is two events. */
    private static void assertFew(List<String> events, byte[] bytes) {
        assertTrue(events.size() <= bytes.length / 5 + 1, () -> "too many events: " + events);
    }

    /** Large input takes too long to cut up, and a connection that broke has no next piece. */
    private static boolean isWhole(List<String> events, byte[] bytes) {
        return events.stream().noneMatch(event -> event.startsWith("broken")) && bytes.length < 1000;
    }

    private static ClientProtocol clientWithCalls() throws OversizeException {
        ClientProtocol client = new ClientProtocol();
        client.start(RequestKind.UNARY, REQUEST);
        client.start(RequestKind.REMOTE_OPEN, REQUEST);
        client.start(RequestKind.REMOTE_CLOSED, REQUEST);
        client.start(RequestKind.REMOTE_OPEN, REQUEST);
        return client;
    }
}
