package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Envelopes that fit a frame, and are made to cost their reader more than it has. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileEnvelopeTest {
    private static final byte[] STATUS_WITH_ONE_DETAIL = Hex.bytes("0a02 1a00");
    private static final byte[] EMPTY_STATUS = Hex.bytes("0a00");
    private static final byte[] EMPTY_METADATA_ENTRY = Hex.bytes("2a00");

    private static ByteBuffer repeated(byte[] field, int times) {
        ByteBuffer message = ByteBuffer.allocate(field.length * times);
        for (int i = 0; i < times; i++) {
            message.put(field);
        }
        return message.flip();
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }

    @Test
    void detailsOfAStatusInManyPartsAreNotCopiedWithEachPart() throws Exception {
        ByteBuffer message = joined(repeated(STATUS_WITH_ONE_DETAIL, 1_000), repeated(EMPTY_STATUS, 2_000_000));

        assertEquals(
                1_000,
                new ResponseCodec()
                        .read(message, new LargePayload())
                        .status()
                        .details()
                        .size());
    }

    @Test
    void detailsWithoutEndAreRefused() throws Exception {
        ResponseCodec codec = new ResponseCodec();
        assertEquals(
                1_024,
                codec.read(repeated(STATUS_WITH_ONE_DETAIL, 1_024), new LargePayload())
                        .status()
                        .details()
                        .size());

        MalformedEnvelopeException refused = assertThrows(
                MalformedEnvelopeException.class,
                () -> codec.read(repeated(STATUS_WITH_ONE_DETAIL, 1_025), new LargePayload()));
        assertEquals("too many details: limit=1024", refused.getMessage());
    }

    @Test
    void metadataWithoutEndIsRefused() throws Exception {
        RequestCodec codec = new RequestCodec();
        assertEquals(
                1_024,
                codec.read(repeated(EMPTY_METADATA_ENTRY, 1_024), new LargePayload())
                        .metadata()
                        .entries()
                        .size());

        MalformedEnvelopeException refused = assertThrows(
                MalformedEnvelopeException.class,
                () -> codec.read(repeated(EMPTY_METADATA_ENTRY, 1_025), new LargePayload()));
        assertEquals("too many metadata entries: limit=1024", refused.getMessage());
    }
}
