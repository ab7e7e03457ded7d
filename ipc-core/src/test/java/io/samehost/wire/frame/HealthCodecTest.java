package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.samehost.wire.frame.HealthCodec.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as protobuf's own library writes them. */
final class HealthCodecTest {
    private static byte[] request(String service) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(service))
                                .build())
                .build()
                .toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 200, 16_383, 16_384, 100_000})
    void aNameOfAnyLengthIsReadWhole(int length) throws Exception {
        String service = "s".repeat(length);
        assertEquals(service, HealthCodec.service(request(service)));
    }

    @Test
    void anEmptyRequestAsksForTheWholeServer() throws Exception {
        assertEquals("", HealthCodec.service(new byte[0]));
    }

    @Test
    void fieldsThatNobodyKnowsAreSkippedAndTheLastNameCounts() throws Exception {
        byte[] request = UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("first"))
                                .addLengthDelimited(ByteString.copyFromUtf8("last"))
                                .build())
                .addField(7, Field.newBuilder().addVarint(300).addFixed32(1).build())
                .build()
                .toByteArray();
        assertEquals("last", HealthCodec.service(request));
    }

    @Test
    void aNameThatIsCutOffOrNoTextIsRefused() {
        assertThrows(MalformedEnvelopeException.class, () -> HealthCodec.service(new byte[] {10, 5, 'a'}));
        assertThrows(MalformedEnvelopeException.class, () -> HealthCodec.service(new byte[] {10, 1, (byte) 0xff}));
    }

    @Test
    void responsesHaveTheNumbersThatGrpcGaveThem() {
        assertArrayEquals(new byte[] {8, 1}, Health.SERVING.response());
        assertArrayEquals(new byte[] {8, 2}, Health.NOT_SERVING.response());
        assertArrayEquals(new byte[] {8, 3}, Health.SERVICE_UNKNOWN.response());
    }
}
