package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.wire.Metadata;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory that a decoder takes for a frame, and gives back. */
final class FrameDecoderMemoryTest {
    private static final int LIMIT_BYTES = 4 * 1024 * 1024;
    private static final byte[] NEXT = Hex.bytes("00000002 0000000b 03 00 'ok'");

    @Test
    void aLengthAloneCostsNoMemory() throws Exception {
        FrameDecoder decoder = new FrameDecoder();
        byte[] bytes = Hex.join(Frames.header(LIMIT_BYTES, 1, (byte) 3), new byte[10]);

        assertEquals(FrameDecoder.Outcome.NEED_DATA, decoder.decode(ByteBuffer.wrap(bytes)));
        assertEquals(4096, collectingBytes(decoder));
    }

    @Test
    void memoryGrowsWithWhatHasComeAndNotBeyondTheFrame() throws Exception {
        assertGrowth(new FrameDecoder(), 4 * 5 * 1025, 100_000);
    }

    @Test
    void memoryThatIsLentGrowsByTheSizesThatAreUsedAgain() throws Exception {
        FrameDecoder decoder = new FrameDecoder();
        decoder.lend();
        assertGrowth(decoder, 32 * 1024, 128 * 1024);
    }

    private static void assertGrowth(FrameDecoder decoder, int afterSome, int afterMuch) throws Exception {
        decoder.decode(ByteBuffer.wrap(Frames.header(100_000, 1, (byte) 3)));
        decoder.decode(ByteBuffer.allocate(1025));
        assertEquals(4 * 1025, collectingBytes(decoder));

        decoder.decode(ByteBuffer.allocate(4 * 1025));
        assertEquals(afterSome, collectingBytes(decoder));

        decoder.decode(ByteBuffer.allocate(50_000));
        assertEquals(afterMuch, collectingBytes(decoder));

        decoder.decode(ByteBuffer.allocate(100_000 - 55_125));
        assertEquals(0, collectingBytes(decoder));
    }

    @Test
    void memoryForAFrameThatIsUsedOnceGrowsNoFurtherThanTheFrame() throws Exception {
        FrameDecoder decoder = new FrameDecoder();
        decoder.lend();
        decoder.decode(ByteBuffer.wrap(Frames.header(1_000_000, 1, (byte) 3)));
        decoder.decode(ByteBuffer.allocate(300_000));

        assertEquals(1_000_000, collectingBytes(decoder));
    }

    @Test
    void theOwnerIsAskedForAllTheMemoryThatAPieceTakes() {
        List<Integer> asked = new ArrayList<>();
        FrameDecoder decoder = new FrameDecoder(bytes -> asked.add(bytes));
        decoder.lend();
        decoder.decode(ByteBuffer.wrap(Frames.header(100_000, 1, (byte) 3)));
        decoder.decode(ByteBuffer.allocate(5000));
        decoder.decode(ByteBuffer.allocate(50_000));

        assertEquals(List.of(32 * 1024, 96 * 1024), asked);
        assertEquals(128 * 1024, decoder.heldBytes());
    }

    @Test
    void theArrayOfAFrameThatNobodyReadIsUsedForTheNext() {
        byte[] bytes = Hex.join(Frames.header(100_000, 1, (byte) 3), new byte[100_000]);
        FrameDecoder decoder = new FrameDecoder();
        decoder.lend();
        decodeInTwoPieces(decoder, bytes);
        decoder.decode(ByteBuffer.wrap(NEXT));
        byte[] last = SpareArrays.take(100_000);
        SpareArrays.give(last);

        decodeInTwoPieces(decoder, bytes);
        Payload second = decoder.message();
        assertTrue(last == second.buffer().array(), "another array");
        second.giveBack();
    }

    private static void decodeInTwoPieces(FrameDecoder decoder, byte[] bytes) {
        decoder.decode(ByteBuffer.wrap(bytes, 0, 60_000));
        assertEquals(FrameDecoder.Outcome.FRAME, decoder.decode(ByteBuffer.wrap(bytes, 60_000, bytes.length - 60_000)));
    }

    @Test
    void aFrameThatWasReadIsNotKept() throws Exception {
        FrameDecoder decoder = new FrameDecoder();
        assertEquals(FrameDecoder.Outcome.FRAME, decoder.decode(ByteBuffer.wrap(NEXT)));
        decoder.message();
        assertEquals(0, keptBytes(decoder));

        ByteBuffer half = ByteBuffer.wrap(NEXT).limit(FrameHeader.SIZE_BYTES + 1);
        decoder.decode(half);
        assertEquals(FrameDecoder.Outcome.FRAME, decoder.decode(half.limit(NEXT.length)));
        decoder.message();
        assertEquals(0, keptBytes(decoder));
    }

    @Test
    void aFrameThatNobodyReadIsKeptNoLongerThanTheInput() throws Exception {
        FrameDecoder decoder = new FrameDecoder();
        ByteBuffer in = ByteBuffer.wrap(NEXT);
        assertEquals(FrameDecoder.Outcome.FRAME, decoder.decode(in));
        assertEquals(FrameDecoder.Outcome.NEED_DATA, decoder.decode(in));
        assertEquals(0, keptBytes(decoder));
    }

    @Test
    void aRequestThatCameInPiecesIsNotKept() throws Exception {
        byte[] payload = new byte[3_000_000];
        EncodedFrame frame = new FrameEncoder().request(1, (byte) 0, new Request("s", "m", payload, 0, Metadata.EMPTY));
        byte[] bytes = Frames.bytes(frame);
        FrameDecoder decoder = new FrameDecoder();
        decoder.decode(ByteBuffer.wrap(bytes, 0, 2_000_000));
        decoder.decode(ByteBuffer.wrap(bytes, 2_000_000, bytes.length - 2_000_000));
        decoder.request();

        Field large = FrameDecoder.class.getDeclaredField("large");
        large.setAccessible(true);
        Field array = LargePayload.class.getDeclaredField("ours");
        array.setAccessible(true);
        assertEquals(0, ((byte[]) array.get(large.get(decoder))).length);
        assertEquals(0, keptBytes(decoder));
    }

    /** The arrays that its buffers look into, but for the one in which it collects a header. */
    private static int keptBytes(FrameDecoder decoder) throws ReflectiveOperationException {
        int kept = 0;
        for (String name : List.of("viewed", "view", "data")) {
            Field field = FrameDecoder.class.getDeclaredField(name);
            field.setAccessible(true);
            kept += ((ByteBuffer) field.get(decoder)).array().length;
        }
        return kept;
    }

    private static int collectingBytes(FrameDecoder decoder) throws ReflectiveOperationException {
        Field collected = FrameDecoder.class.getDeclaredField("collected");
        collected.setAccessible(true);
        return ((byte[]) collected.get(decoder)).length;
    }
}
