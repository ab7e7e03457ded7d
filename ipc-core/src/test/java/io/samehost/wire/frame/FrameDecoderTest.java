package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int LIMIT_BYTES = 4 * 1024 * 1024;
    private static final byte[] NEXT = Hex.bytes("00000002 0000000b 03 00 'ok'");
    private static final String NEXT_SEEN = "FRAME id=11 type=3 length=2 6f6b";

    @Test
    void aFrameWithData() throws Exception {
        assertDecodes("00000003 00000001 03 00 'abc'", "FRAME id=1 type=3 length=3 616263");
    }

    @Test
    void aFrameWithoutData() throws Exception {
        assertDecodes("00000000 00000007 03 05", "FRAME id=7 type=3 length=0 closed no-data ");
    }

    @Test
    void everyFlagAndTheHighestId() throws Exception {
        assertDecodes("00000001 ffffffff 01 ff 00", "FRAME id=4294967295 type=1 length=1 closed open no-data 00");
    }

    @Test
    void aTypeThatIsNotKnownYet() throws Exception {
        assertDecodes("00000001 00000001 7f 00 'x'", "FRAME id=1 type=127 length=1 78");
    }

    @Test
    void framesBackToBack() throws Exception {
        assertDecodes(
                "00000001 00000001 03 00 'a' 00000000 00000001 03 00 00000002 00000003 02 02 'bc'",
                "FRAME id=1 type=3 length=1 61",
                "FRAME id=1 type=3 length=0 ",
                "FRAME id=3 type=2 length=2 open 6263");
    }

    @Test
    void aFrameThatNeverEndsIsNeverReported() throws Exception {
        byte[] bytes = Hex.bytes("00000003 00000001 03 00 'ab'");
        Pieces.everyWay(bytes, pieces -> {
            FrameDecoder decoder = new FrameDecoder();
            assertEquals(List.of(), Frames.decoded(decoder, pieces), pieces::toString);
            assertTrue(decoder.isInsideFrame());
        });
    }

    @Test
    void oneByteTooManyIsReportedAtOnceAndSkipped() throws Exception {
        assertSkips(LIMIT_BYTES + 1);
    }

    @Test
    void sixteenMebibytesAreReportedAtOnceAndSkipped() throws Exception {
        assertSkips(0x00FFFFFF);
    }

    @Test
    void fourGibibytesAreReportedAtOnceAndSkipped() throws Exception {
        assertSkips(0xFFFFFFFFL);
    }

    /** Behind a first frame, so that its first byte cannot be taken for HTTP or TLS. */
    private static void assertSkips(long lengthBytes) throws Exception {
        byte[] start = Hex.join(NEXT, Frames.header(lengthBytes, 5, FrameHeader.TYPE_REQUEST));
        String oversize = "OVERSIZE id=5 type=1 length=" + lengthBytes;
        Pieces.everyWay(start, pieces -> {
            FrameDecoder decoder = new FrameDecoder();
            assertEquals(List.of(NEXT_SEEN, oversize), Frames.decoded(decoder, pieces), pieces::toString);
            skipAlmostAll(decoder, lengthBytes);
            byte[] rest = Hex.join(new byte[1], NEXT);
            assertEquals(List.of(NEXT_SEEN), Frames.decoded(decoder, Pieces.oneByOne(rest)));
        });
    }

    private static void skipAlmostAll(FrameDecoder decoder, long lengthBytes) {
        ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
        long left = lengthBytes - 1;
        while (left > 0) {
            zeros.clear().limit((int) Math.min(left, zeros.capacity()));
            left -= zeros.remaining();
            assertEquals(FrameDecoder.Outcome.NEED_DATA, decoder.decode(zeros));
            assertFalse(zeros.hasRemaining());
            assertTrue(decoder.isInsideFrame());
        }
    }

    @Test
    void whatFollowsAnOversizeFrameInTheSameBufferIsFound() {
        byte[] oversize = Hex.join(Frames.header(LIMIT_BYTES + 1, 5, (byte) 3), new byte[LIMIT_BYTES + 1]);
        ByteBuffer in = ByteBuffer.wrap(Hex.join(oversize, NEXT));

        assertEquals(List.of("OVERSIZE id=5 type=3 length=4194305", NEXT_SEEN), Frames.decoded(new FrameDecoder(), in));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 4096, 4097, 65_536, 1_000_003, LIMIT_BYTES})
    void aLargeFrameArrivesInPiecesOfAnySize(int pieceBytes) {
        byte[] message = new byte[LIMIT_BYTES];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (i * 31 + (i >> 12));
        }
        byte[] bytes = Hex.join(Frames.header(message.length, 1, (byte) 3), message);
        FrameDecoder decoder = new FrameDecoder();
        for (int start = 0; start < bytes.length; start += pieceBytes) {
            int length = Math.min(pieceBytes, bytes.length - start);
            FrameDecoder.Outcome outcome = decoder.decode(ByteBuffer.wrap(bytes, start, length));
            boolean last = start + length == bytes.length;
            assertEquals(last ? FrameDecoder.Outcome.FRAME : FrameDecoder.Outcome.NEED_DATA, outcome);
        }

        assertArrayEquals(message, decoder.message().bytes());
        assertFalse(decoder.isInsideFrame());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'GET / HTTP/1.1'",
                "'POST / HTTP/1.1'",
                "'PRI * HTTP/2.0'",
                "16 03 01 02 00 01 00",
                "'SSH-2.0-x'",
                "10",
                "ff ff ff ff 00 00 00 01 03 00"
            })
    void anotherProtocolIsToldByItsFirstByteForGood(String hex) throws Exception {
        Pieces.everyWay(Hex.bytes(hex), pieces -> {
            FrameDecoder decoder = new FrameDecoder();
            List<String> seen = new ArrayList<>(Frames.decoded(decoder, pieces));
            seen.addAll(Frames.decoded(decoder, Pieces.whole(NEXT)));
            assertTrue(seen.size() >= 2);
            assertTrue(seen.stream().allMatch("NOT_TTRPC"::equals), () -> pieces + " " + seen);
        });
    }

    /** Only the first byte of a connection tells another protocol; a long first frame of less than 256 MiB is a frame. */
    @Test
    void aFirstFrameOf256MebibytesLessOneIsOversize() {
        ByteBuffer in = ByteBuffer.wrap(Frames.header(0x0FFFFFFF, 1, (byte) 1));

        assertEquals(List.of("OVERSIZE id=1 type=1 length=268435455"), Frames.decoded(new FrameDecoder(), in));
    }

    @Test
    void theInputIsTakenUpToTheEndOfTheFrame() {
        ByteBuffer in = ByteBuffer.wrap(Hex.join(NEXT, NEXT));
        FrameDecoder decoder = new FrameDecoder();

        assertEquals(FrameDecoder.Outcome.FRAME, decoder.decode(in));
        assertEquals(NEXT.length, in.position());
    }

    @Test
    void noInputIsNoFrame() {
        FrameDecoder decoder = new FrameDecoder();

        assertEquals(FrameDecoder.Outcome.NEED_DATA, decoder.decode(ByteBuffer.allocate(0)));
        assertFalse(decoder.isInsideFrame());
    }

    @Test
    void insideAFrameIsFromItsFirstByteToTheLastButOne() {
        FrameDecoder decoder = new FrameDecoder();
        for (int i = 0; i < NEXT.length; i++) {
            decoder.decode(ByteBuffer.wrap(NEXT, i, 1));
            assertEquals(i < NEXT.length - 1, decoder.isInsideFrame(), "i=" + i);
        }
    }

    /** In every way in which the bytes may arrive, alone and with the beginning of a next frame behind them. */
    private static void assertDecodes(String hex, String... frames) throws Exception {
        for (int trailing = 0; trailing <= NEXT.length; trailing++) {
            byte[] rest = Arrays.copyOfRange(NEXT, trailing, NEXT.length);
            List<String> expected = new ArrayList<>(List.of(frames));
            expected.add(NEXT_SEEN);
            Pieces.everyWay(Hex.join(Hex.bytes(hex), Arrays.copyOf(NEXT, trailing)), pieces -> {
                FrameDecoder decoder = new FrameDecoder();
                List<String> seen = Frames.decoded(decoder, pieces);
                assertEquals(expected.subList(0, frames.length), seen.subList(0, frames.length), pieces::toString);
                seen.addAll(Frames.decoded(decoder, Pieces.whole(rest)));
                assertEquals(expected, seen, pieces::toString);
            });
        }
    }
}
