package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.wire.Metadata;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads whose memory is used again. */
final class PayloadTest {
    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * seed + (i >> 8));
        }
        return bytes;
    }

    private static byte[] read(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 32_768, 65_536, 65_537, 131_072, 131_073, 1_000_000})
    void ofAnySizeItIsWhatItWasCopiedFrom(int size) {
        byte[] bytes = bytes(size, 31);
        Payload payload = Payload.copyOf(ByteBuffer.wrap(bytes));

        assertEquals(size, payload.sizeBytes());
        assertArrayEquals(bytes, read(payload.buffer()));
        assertArrayEquals(bytes, payload.copy());
        assertArrayEquals(bytes, payload.bytes());
    }

    @Test
    void memoryThatWasGivenBackIsUsedForTheNextOne() {
        Payload first = Payload.copyOf(ByteBuffer.wrap(bytes(50_000, 3)));
        byte[] memory = first.buffer().array();
        first.giveBack();

        Payload second = Payload.copyOf(ByteBuffer.wrap(bytes(60_000, 5)));
        assertTrue(memory == second.buffer().array(), "another array");
        assertArrayEquals(bytes(60_000, 5), second.bytes());
    }

    @Test
    void whatWasGivenBackTwiceIsUsedOnce() {
        Payload first = Payload.copyOf(ByteBuffer.wrap(bytes(50_000, 3)));
        first.giveBack();
        first.giveBack();

        Payload second = Payload.copyOf(ByteBuffer.wrap(bytes(50_000, 5)));
        Payload third = Payload.copyOf(ByteBuffer.wrap(bytes(50_000, 7)));
        assertNotSame(second.buffer().array(), third.buffer().array());
        assertArrayEquals(bytes(50_000, 5), second.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 65_536})
    void bytesThatWereTakenAreNeverUsedAgain(int size) {
        Payload payload = Payload.copyOf(ByteBuffer.wrap(bytes(size, 3)));
        byte[] taken = payload.bytes();
        payload.giveBack();

        Payload next = Payload.copyOf(ByteBuffer.wrap(bytes(size, 5)));
        assertNotSame(taken, next.buffer().array());
        assertArrayEquals(bytes(size, 3), taken);
    }

    @Test
    void whoAsksAfterItWasGivenBackLearnsThat() {
        Payload payload = Payload.copyOf(ByteBuffer.wrap(bytes(50_000, 3)));
        payload.giveBack();

        assertThrows(IllegalStateException.class, payload::buffer);
        assertThrows(IllegalStateException.class, payload::copy);
        assertThrows(IllegalStateException.class, payload::bytes);
        assertEquals(0, payload.heldBytes());
    }

    @Test
    void itTellsHowMuchMemoryItHolds() {
        Payload payload = Payload.copyOf(ByteBuffer.wrap(bytes(70_000, 3)));
        assertEquals(128 * 1024, payload.heldBytes());
        assertEquals(100, Payload.copyOf(ByteBuffer.allocate(100)).heldBytes());
    }

    @Test
    void memoryOfOthersIsNotUsedAgain() {
        byte[] theirs = new byte[64 * 1024];
        Payload.over(ByteBuffer.wrap(theirs)).giveBack();

        assertNotSame(theirs, SpareArrays.take(theirs.length));
    }

    /** A frame in pieces is collected in an array that the payload then keeps; any other is copied. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 40_000, 100_000})
    void aLargePayloadOfARequestIsTheSameHoweverItsFrameCame(int piece) throws Exception {
        byte[] bytes = bytes(70_000, 11);
        EncodedFrame frame =
                new FrameEncoder().request(1, (byte) 0, new Request("service", "method", bytes, 5, Metadata.EMPTY));
        byte[] sent = Hex.join(read(frame.head()), frame.payload());
        FrameDecoder decoder = new FrameDecoder();
        decoder.lend();
        int cut = Math.min(piece, sent.length);
        decoder.decode(ByteBuffer.wrap(sent, 0, cut));
        if (cut < sent.length) {
            decoder.decode(ByteBuffer.wrap(sent, cut, sent.length - cut));
        }
        Request request = decoder.request();

        assertEquals(70_000, request.sizeBytes());
        assertArrayEquals(bytes, read(request.large().orElseThrow().buffer()));
        assertArrayEquals(bytes, request.own().payload());
    }

    /** The last one counts, as of every field that comes twice. */
    @Test
    void ofTwoPayloadsInARequestTheLastOneCounts() throws Exception {
        byte[] large = Envelopes.write(new Request("", "", bytes(20_000, 3), 0, Metadata.EMPTY));
        byte[] small = Envelopes.write(new Request("", "", bytes(9, 5), 0, Metadata.EMPTY));

        assertArrayEquals(bytes(9, 5), lent(Hex.join(large, small)).own().payload());
        assertArrayEquals(bytes(20_000, 3), lent(Hex.join(small, large)).own().payload());
    }

    private static Request lent(byte[] bytes) throws MalformedEnvelopeException {
        LargePayload large = new LargePayload();
        large.lend();
        return new RequestCodec().read(ByteBuffer.wrap(bytes), large);
    }

    @Test
    void noMoreArraysAreKeptThanAFew() {
        byte[][] arrays =
                IntStream.range(0, 40).mapToObj(i -> SpareArrays.take(40_000)).toArray(byte[][]::new);
        for (byte[] array : arrays) {
            SpareArrays.give(array);
        }
        long kept = IntStream.range(0, 40)
                .mapToObj(i -> SpareArrays.take(40_000))
                .filter(array -> IntStream.range(0, 40).anyMatch(i -> arrays[i] == array))
                .count();

        assertEquals(16, kept);
    }
}
