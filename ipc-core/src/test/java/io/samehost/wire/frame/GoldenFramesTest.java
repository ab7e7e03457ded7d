package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames written out by hand: what they must look like, not what our encoder makes of them. */
class GoldenFramesTest {
    private static final byte[] NO_BYTES = {};

    private final FrameEncoder encoder = new FrameEncoder();

    @Test
    void aHeaderIsTenBytesBigEndian() throws Exception {
        byte[] message = new byte[0x010203];

        assertEquals("00010203 89abcdef 03 00", header(encoder.data(0x89abcdef, ByteBuffer.wrap(message))));
    }

    @Test
    void aRequestWithEveryField() throws Exception {
        Metadata metadata = Metadata.of("Trace", "7").with("trace", "é").with("empty", "");
        Request request = new Request("greet.Greeter", "Hello", ascii("hi!"), 1_000_000_000, metadata);

        assertFrame("""
            00000043 00000001 01 00
            0a 0d 'greet.Greeter'
            12 05 'Hello'
            20 8094ebdc03
            2a 0a 0a 05 'trace' 12 01 '7'
            2a 0b 0a 05 'trace' 12 02 c3a9
            2a 07 0a 05 'empty'
            1a 03 'hi!'
            """, encoder.request(1, (byte) 0, request));
    }

    @Test
    void aRequestWithNothingInIt() throws Exception {
        Request request = new Request("", "", NO_BYTES, 0, Metadata.EMPTY);

        assertFrame("00000000 00000001 01 00", encoder.request(1, (byte) 0, request));
    }

    @Test
    void aNegativeTimeoutTakesTenBytes() throws Exception {
        Request request = new Request("s", "m", NO_BYTES, -1, Metadata.EMPTY);

        assertFrame(
                "00000011 00000003 01 00 0a01's' 1201'm' 20 ffffffffffffffffff01",
                encoder.request(3, (byte) 0, request));
    }

    @Test
    void aRequestThatOpensAStream() throws Exception {
        Request request = new Request("s", "m", NO_BYTES, 0, Metadata.EMPTY);

        assertFrame(
                "00000006 00000003 01 02 0a01's' 1201'm'", encoder.request(3, FrameHeader.FLAG_REMOTE_OPEN, request));
    }

    @Test
    void aRequestThatClosesItsStream() throws Exception {
        Request request = new Request("s", "m", NO_BYTES, 0, Metadata.EMPTY);

        assertFrame(
                "00000006 00000003 01 01 0a01's' 1201'm'", encoder.request(3, FrameHeader.FLAG_REMOTE_CLOSED, request));
    }

    @Test
    void aResponseThatSaysOk() throws Exception {
        assertFrame("00000006 00000001 02 00 12 04 'pong'", encoder.response(1, Response.ok(ascii("pong"))));
    }

    @Test
    void aResponseWithNothingInIt() throws Exception {
        assertFrame("00000000 ffffffff 02 00", encoder.response(-1, Response.ok(NO_BYTES)));
    }

    @Test
    void aResponseThatSaysNo() throws Exception {
        Status status = Status.of(StatusCode.NOT_FOUND, "no such file");

        assertFrame(
                "00000012 00000001 02 00 0a 10 08 05 12 0c 'no such file'",
                encoder.response(1, Response.failed(status)));
    }

    @Test
    void aResponseWithDetailsAndAPayload() throws Exception {
        List<Status.Detail> details =
                List.of(new Status.Detail("a/b", Hex.bytes("0801")), new Status.Detail("c", NO_BYTES));
        Status status = new Status(StatusCode.UNAUTHENTICATED, "", details);

        assertFrame("""
            00000017 00000001 02 00
            0a 12
               08 10
               1a 09 0a 03 'a/b' 12 02 0801
               1a 03 0a 01 'c'
            12 01 'x'
            """, encoder.response(1, new Response(status, ascii("x"))));
    }

    @Test
    void aMessageIsTheUsersBytesAlone() throws Exception {
        assertFrame("00000003 00000005 03 00 'abc'", encoder.data(5, ByteBuffer.wrap(ascii("abc"))));
    }

    @Test
    void anEmptyMessageHasNoFlags() throws Exception {
        assertFrame("00000000 00000005 03 00", encoder.data(5, ByteBuffer.wrap(NO_BYTES)));
    }

    @Test
    void aCloseCarriesNoMessage() {
        assertFrame("00000000 00000005 03 05", encoder.close(5));
    }

    @Test
    void thePayloadIsNotCopied() throws Exception {
        byte[] message = ascii("abc");

        assertSame(message, encoder.data(5, ByteBuffer.wrap(message)).buffer().array());
        assertSame(message, encoder.response(5, Response.ok(message)).payload());
    }

    @Test
    void aFrameIsGoodAfterALongerAndAfterAShorterOne() throws Exception {
        Metadata longMetadata = Metadata.of("k", "v".repeat(1000));
        assertEquals(
                FrameHeader.SIZE_BYTES + 1009,
                encoder.request(1, (byte) 0, new Request("", "", NO_BYTES, 0, longMetadata))
                        .lengthBytes());

        assertFrame("00000003 00000005 03 00 'abc'", encoder.data(5, ByteBuffer.wrap(ascii("abc"))));
        assertFrame("00000000 00000005 03 05", encoder.close(5));
    }

    @Test
    void fourMebibytesFitOneFrame() throws Exception {
        byte[] message = new byte[4 * 1024 * 1024];

        assertEquals("00400000 00000001 03 00", header(encoder.data(1, ByteBuffer.wrap(message))));
    }

    @Test
    void oneByteMoreDoesNotFit() {
        OversizeException thrown =
                assertThrows(OversizeException.class, () -> encoder.data(1, ByteBuffer.allocate(4 * 1024 * 1024 + 1)));

        assertEquals(4194305, thrown.lengthBytes());
        assertEquals(
                "message too large for one frame: lengthBytes=4194305 limitBytes=4194304,"
                        + " send it in pieces over a stream",
                thrown.getMessage());
    }

    @Test
    void theEnvelopeCountsForTheLimit() throws Exception {
        byte[] fits = new byte[4 * 1024 * 1024 - 5];
        assertEquals("00400000 00000001 02 00", header(encoder.response(1, Response.ok(fits))));

        OversizeException thrown = assertThrows(
                OversizeException.class, () -> encoder.response(1, Response.ok(new byte[fits.length + 1])));
        assertEquals(4194305, thrown.lengthBytes());
    }

    @Test
    void aHeadOfMoreThanTwoGibibytesIsOversizeToo() {
        Status.Detail detail = new Status.Detail("", new byte[64 << 20]);
        Status status = new Status(StatusCode.INTERNAL, "", Collections.nCopies(64, detail));

        OversizeException thrown =
                assertThrows(OversizeException.class, () -> encoder.response(1, Response.failed(status)));
        assertEquals(4294967296L + 64 * 10 + 2 + 6, thrown.lengthBytes());
    }

    private static void assertFrame(String hex, EncodedFrame frame) {
        byte[] expected = Hex.bytes(hex);

        assertEquals(expected.length, frame.lengthBytes());
        assertArrayEquals(expected, Frames.bytes(frame), () -> Hex.text(Frames.bytes(frame)));
    }

    private static String header(EncodedFrame frame) {
        String hex = Hex.text(Frames.bytes(frame));
        return String.join(
                " ", hex.substring(0, 8), hex.substring(8, 16), hex.substring(16, 18), hex.substring(18, 20));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
