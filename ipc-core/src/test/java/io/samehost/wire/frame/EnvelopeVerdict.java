package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Asks our codecs and protobuf-java about the same bytes, as a request and as a response. */
final class EnvelopeVerdict {
    /** Two numbers that we refuse and protobuf-java reads: one too long, and a length of more than 32 bits. */
    private static final Pattern STRICTER_THAN_PROTOBUF =
            Pattern.compile("^number longer than 10 bytes$|lengthBytes=(-|\\d{10,})");

    private EnvelopeVerdict() {}

    /** Both read the same message, or both refuse. */
    static void assertSame(byte[] bytes) {
        assertSame(bytes, Envelopes::readRequest, ProtobufOracle::readRequest, Envelopes::comparable);
        assertSame(bytes, Envelopes::readResponse, ProtobufOracle::readResponse, Envelopes::comparable);
    }

    private static <T> void assertSame(
            byte[] bytes, Reader<T> ours, Reader<T> protobufs, Function<T, List<Object>> comparable) {
        try {
            List<Object> message = comparable.apply(ours.read(bytes));
            assertEquals(message, comparable.apply(protobufs.read(bytes)), () -> Hex.text(bytes));
        } catch (MalformedEnvelopeException e) {
            if (!STRICTER_THAN_PROTOBUF.matcher(e.getMessage()).find()) {
                assertThrows(InvalidProtocolBufferException.class, () -> protobufs.read(bytes), () -> Hex.text(bytes));
            }
        } catch (IOException e) {
            throw new AssertionError("protobuf refuses what we read: " + Hex.text(bytes), e);
        }
    }

    private interface Reader<T> {
        T read(byte[] bytes) throws MalformedEnvelopeException, IOException;
    }
}
