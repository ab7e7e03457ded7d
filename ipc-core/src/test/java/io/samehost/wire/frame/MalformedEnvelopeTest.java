package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** We refuse what protobuf-java refuses, and nothing else; the exceptions to that are at the end. */
class MalformedEnvelopeTest {
    private static final int MESSAGES_PER_SEED = 2000;

    private static final byte[] RICH_REQUEST = Hex.bytes("0a03'svc' 1202 c3a9 20ffffffffffffffff7f 2a08 0a01'k' 1203"
            + "e282ac 33 0801 34 3900000000 00000000 4d00000000 1a03'abc'");
    private static final byte[] RICH_RESPONSE = Hex.bytes(
            "0a19 08ffffffffffffffffff01 1204 f09f9880 1a06 0a01't' 1201" + "'v' 0b 0801 0c 1202'ok' 2d00000000");

    @Test
    void aRequestCutAtAnyByteIsJudgedAsProtobufDoes() {
        for (int length = 0; length <= RICH_REQUEST.length; length++) {
            EnvelopeVerdict.assertSame(Arrays.copyOf(RICH_REQUEST, length));
        }
    }

    @Test
    void aResponseCutAtAnyByteIsJudgedAsProtobufDoes() {
        for (int length = 0; length <= RICH_RESPONSE.length; length++) {
            EnvelopeVerdict.assertSame(Arrays.copyOf(RICH_RESPONSE, length));
        }
    }

    @Test
    void anyValueOfAnyByteIsJudgedAsProtobufDoes() {
        for (byte[] sound : List.of(RICH_REQUEST, RICH_RESPONSE)) {
            for (int at = 0; at < sound.length; at++) {
                byte[] damaged = sound.clone();
                for (int value = 0; value < 256; value++) {
                    damaged[at] = (byte) value;
                    EnvelopeVerdict.assertSame(damaged);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void damagedMessagesAreJudgedAsProtobufDoes(long seed) {
        EnvelopeGenerator generator = new EnvelopeGenerator(seed);
        for (int i = 0; i < MESSAGES_PER_SEED; i++) {
            EnvelopeVerdict.assertSame(generator.damaged(generator.requestBytes()));
            EnvelopeVerdict.assertSame(generator.damaged(generator.responseBytes()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "00                                 | field number out of range: field=0",
                "02 00                              | field number out of range: field=0",
                "80 80 80 80 10                     | field number out of range: field=0",
                "0a                                 | message ends inside a number",
                "20 80                              | message ends inside a number",
                "20 ff ff ff ff ff ff ff ff ff 80 00| number longer than 10 bytes",
                "80 80 80 80 80 80 80 80 80 80 01   | number longer than 10 bytes",
                "0a 02 'x'                          | field longer than its message: lengthBytes=2 remainingBytes=1",
                "1a ff ff ff ff 07                  | field longer than its message: lengthBytes=2147483647"
                        + " remainingBytes=0",
                "1a ff ff ff ff ff ff ff ff ff 01   | field longer than its message: lengthBytes=-1 remainingBytes=0",
                "2a 03 0a 02 'x'                    | field longer than its message: lengthBytes=2 remainingBytes=1",
                "3a 01                              | field longer than its message: lengthBytes=1 remainingBytes=0",
                "39 00 00 00 00 00 00 00            | message ends inside a field",
                "3d 00 00 00                        | message ends inside a field",
                "0a 01 80                           | string is not UTF-8",
                "12 02 c3 28                        | string is not UTF-8",
                "0a 02 c0 80                        | string is not UTF-8",
                "0a 03 ed a0 80                     | string is not UTF-8",
                "0a 04 f4 90 80 80                  | string is not UTF-8",
                "0a 01 c3 12 01 a9                  | string is not UTF-8",
                "2a 03 0a 01 ff                     | string is not UTF-8",
                "0a 01 ff 0a 01 'x'                 | string is not UTF-8",
                "0e                                 | wire type out of place: tag=14",
                "0f                                 | wire type out of place: tag=15",
                "0c                                 | wire type out of place: tag=12",
                "33 3c                              | wire type out of place: tag=60",
                "33 38 01                           | message ends inside a number",
                "33 00                              | field number out of range: field=0",
            })
    void whatIsWrongWithARequestIsSaid(String hex, String message) {
        byte[] bytes = Hex.bytes(hex);

        assertThrows(InvalidProtocolBufferException.class, () -> ProtobufOracle.readRequest(bytes));
        MalformedEnvelopeException thrown =
                assertThrows(MalformedEnvelopeException.class, () -> Envelopes.readRequest(bytes));
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void groupsMayBeNestedAHundredDeep() throws Exception {
        byte[] bytes = nestedGroups(100);

        EnvelopeVerdict.assertSame(bytes);
        assertEquals("", Envelopes.readRequest(bytes).service());
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1000, 1_000_000})
    void groupsNestedDeeperAreRefused(int depth) {
        byte[] bytes = nestedGroups(depth);

        EnvelopeVerdict.assertSame(bytes);
        MalformedEnvelopeException thrown =
                assertThrows(MalformedEnvelopeException.class, () -> Envelopes.readRequest(bytes));
        assertEquals("groups nested too deep: limit=100", thrown.getMessage());
    }

    /** protobuf-java counts the messages around a group too; we need a limit, not that very number. */
    @Test
    void unlikeProtobufJavaTheMessagesAroundAGroupAreNotCounted() throws Exception {
        byte[] groups = nestedGroups(100);
        byte[] bytes = Hex.join(Hex.bytes("2a c801"), groups);

        assertThrows(InvalidProtocolBufferException.class, () -> ProtobufOracle.readRequest(bytes));
        assertEquals(1, Envelopes.readRequest(bytes).metadata().entries().size());
    }

    /** protobuf-java drops all but 32 bits of a length. Go and C++ refuse it, and so do we. */
    @Test
    void unlikeProtobufJavaALengthOfMoreThan32BitsIsRefused() throws Exception {
        byte[] bytes = Hex.bytes("0a 81 80 80 80 10 'x'");

        assertEquals("x", ProtobufOracle.readRequest(bytes).service());
        MalformedEnvelopeException thrown =
                assertThrows(MalformedEnvelopeException.class, () -> Envelopes.readRequest(bytes));
        assertEquals("field longer than its message: lengthBytes=4294967297 remainingBytes=1", thrown.getMessage());
    }

    /** protobuf-java takes some numbers whose tenth byte promises an eleventh. Go and C++ refuse them, and so do we. */
    @Test
    void unlikeProtobufJavaNoNumberOfMoreThanTenBytesIsRead() throws Exception {
        byte[] bytes = Hex.bytes("20 ff ff ff ff ff ff ff ff ff ff");

        assertEquals(-1, ProtobufOracle.readRequest(bytes).timeoutNanos());
        MalformedEnvelopeException thrown =
                assertThrows(MalformedEnvelopeException.class, () -> Envelopes.readRequest(bytes));
        assertEquals("number longer than 10 bytes", thrown.getMessage());
    }

    private static byte[] nestedGroups(int depth) {
        byte[] groups = new byte[2 * depth];
        Arrays.fill(groups, 0, depth, (byte) 0x33);
        Arrays.fill(groups, depth, 2 * depth, (byte) 0x34);
        return groups;
    }
}
