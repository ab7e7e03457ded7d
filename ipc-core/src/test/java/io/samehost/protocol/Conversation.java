package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.wire.Metadata;
import io.samehost.wire.Status;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.Frames;
import io.samehost.wire.frame.Hex;
import io.samehost.wire.frame.Pieces;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A client and a server wired to each other in memory. Bytes of one side wait until the other is asked what it sees;
 * then all of them arrive, in pieces.
 */
final class Conversation {

    /** The story of both sides, told once and played in every cut. */
    interface Script {
        void play(Conversation talk) throws Exception;
    }

    final ClientProtocol client = new ClientProtocol();
    final ServerProtocol server = new ServerProtocol();

    private final int cut;
    private byte[] toServer = {};
    private byte[] toClient = {};
    private int longestBytes;

    private Conversation(int cut) {
        this.cut = cut;
    }

    /** With every delivery cut in two at its first byte, its second, and so on; and byte by byte. */
    static void inEveryCut(Script script) throws Exception {
        int cut = 0;
        for (int longest = 0; cut <= longest; cut++) {
            longest = played(script, cut).longestBytes;
        }
        played(script, -1);
    }

    private static Conversation played(Script script, int cut) throws Exception {
        Conversation talk = new Conversation(cut);
        script.play(talk);
        assertEquals(0, talk.toClient.length + talk.toServer.length, "bytes that nobody looked at");
        assertEquals(0, talk.server.openStreams(), "streams open on the server");
        assertEquals(0, talk.client.openStreams(), "streams open on the client");
        return talk;
    }

    void clientStarts(RequestKind kind, String payload) throws Exception {
        clientSends(client.start(kind, new Request("s", "m", ascii(payload), 0, Metadata.EMPTY)));
    }

    void clientSends(EncodedFrame frame) {
        toServer = Hex.join(toServer, Frames.bytes(frame));
    }

    /** A frame that our own encoder does not make. */
    void clientSends(String hex) {
        toServer = Hex.join(toServer, Hex.bytes(hex));
    }

    void clientSays(int streamId, String message) throws Exception {
        clientSends(client.send(streamId, ByteBuffer.wrap(ascii(message))));
    }

    void clientCloses(int streamId) {
        clientSends(client.close(streamId));
    }

    void serverSends(EncodedFrame frame) {
        toClient = Hex.join(toClient, Frames.bytes(frame));
    }

    void serverSends(String hex) {
        toClient = Hex.join(toClient, Hex.bytes(hex));
    }

    void serverSays(int streamId, String message) throws Exception {
        serverSends(server.send(streamId, ByteBuffer.wrap(ascii(message))));
    }

    void serverCloses(int streamId) {
        serverSends(server.close(streamId));
    }

    void serverAnswers(int streamId, String payload) throws Exception {
        serverSends(server.respond(streamId, Response.ok(ascii(payload))));
    }

    void serverFails(int streamId, Status status) throws Exception {
        serverSends(server.respond(streamId, Response.failed(status)));
    }

    void serverSees(String... events) throws Exception {
        Pieces pieces = arriving(toServer);
        toServer = new byte[0];
        assertEquals(List.of(events), Events.of(server, pieces), pieces::toString);
    }

    void clientSees(String... events) throws Exception {
        Pieces pieces = arriving(toClient);
        toClient = new byte[0];
        assertEquals(List.of(events), Events.of(client, pieces), pieces::toString);
    }

    private Pieces arriving(byte[] bytes) {
        longestBytes = Math.max(longestBytes, bytes.length);
        return cut < 0 ? Pieces.oneByOne(bytes) : Pieces.cutAt(cut, bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
