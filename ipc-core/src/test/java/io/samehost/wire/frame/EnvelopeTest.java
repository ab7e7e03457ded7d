package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.wire.Metadata;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our envelope and protobuf-java's are the same, in both directions. */
class EnvelopeTest {
    private static final int MESSAGES_PER_SEED = 1000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void protobufReadsOurRequests(long seed) throws Exception {
        EnvelopeGenerator generator = new EnvelopeGenerator(seed);
        for (int i = 0; i < MESSAGES_PER_SEED; i++) {
            Request request = generator.request();
            byte[] bytes = Envelopes.write(request);

            assertEquals(
                    Envelopes.comparable(request), Envelopes.comparable(ProtobufOracle.readRequest(bytes)), "i=" + i);
            assertEquals(ProtobufOracle.write(request).length, bytes.length, "i=" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void protobufReadsOurResponses(long seed) throws Exception {
        EnvelopeGenerator generator = new EnvelopeGenerator(seed);
        for (int i = 0; i < MESSAGES_PER_SEED; i++) {
            Response response = generator.response();
            byte[] bytes = Envelopes.write(response);

            // The fields of a response are written in protobuf's own order, so that even the bytes are the same.
            assertArrayEquals(ProtobufOracle.write(response), bytes, "i=" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void weReadProtobufsRequests(long seed) throws Exception {
        EnvelopeGenerator generator = new EnvelopeGenerator(seed);
        RequestCodec codec = new RequestCodec();
        for (int i = 0; i < MESSAGES_PER_SEED; i++) {
            Request request = generator.request();
            Request read = codec.read(ByteBuffer.wrap(ProtobufOracle.write(request)), new LargePayload());

            assertEquals(Envelopes.comparable(request), Envelopes.comparable(read), "i=" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void weReadProtobufsResponses(long seed) throws Exception {
        EnvelopeGenerator generator = new EnvelopeGenerator(seed);
        ResponseCodec codec = new ResponseCodec();
        for (int i = 0; i < MESSAGES_PER_SEED; i++) {
            Response response = generator.response();
            Response read = codec.read(ByteBuffer.wrap(ProtobufOracle.write(response)), new LargePayload());

            assertEquals(Envelopes.comparable(response), Envelopes.comparable(read), "i=" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void strangeRequestsMeanWhatTheyMeanToProtobuf(long seed) throws Exception {
        EnvelopeGenerator generator = new EnvelopeGenerator(seed);
        RequestCodec codec = new RequestCodec();
        for (int i = 0; i < MESSAGES_PER_SEED; i++) {
            byte[] bytes = generator.requestBytes();
            List<Object> theirs = Envelopes.comparable(ProtobufOracle.readRequest(bytes));

            assertEquals(
                    theirs, Envelopes.comparable(codec.read(ByteBuffer.wrap(bytes), new LargePayload())), "i=" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void strangeResponsesMeanWhatTheyMeanToProtobuf(long seed) throws Exception {
        EnvelopeGenerator generator = new EnvelopeGenerator(seed);
        ResponseCodec codec = new ResponseCodec();
        for (int i = 0; i < MESSAGES_PER_SEED; i++) {
            byte[] bytes = generator.responseBytes();
            List<Object> theirs = Envelopes.comparable(ProtobufOracle.readResponse(bytes));

            assertEquals(
                    theirs, Envelopes.comparable(codec.read(ByteBuffer.wrap(bytes), new LargePayload())), "i=" + i);
        }
    }

    @Test
    void anEmptyMessageIsARequestWithDefaults() throws Exception {
        Request expected = new Request("", "", new byte[0], 0, Metadata.EMPTY);

        assertEquals(Envelopes.comparable(expected), Envelopes.comparable(Envelopes.readRequest(new byte[0])));
        assertEquals(0, Envelopes.write(expected).length);
    }

    @Test
    void anEmptyMessageIsAResponseThatSaysOk() throws Exception {
        Response expected = Response.ok(new byte[0]);

        assertEquals(Envelopes.comparable(expected), Envelopes.comparable(Envelopes.readResponse(new byte[0])));
        assertEquals(0, Envelopes.write(expected).length);
    }

    @Test
    void ofRepeatedScalarsTheLastCounts() throws Exception {
        Request request = Envelopes.readRequest(Hex.bytes("0a 01'a' 1201'm' 2001 0a01'b' 2002 1a01'p' 1a00 1200"));

        assertEquals(
                Envelopes.comparable(new Request("b", "", new byte[0], 2, Metadata.EMPTY)),
                Envelopes.comparable(request));
    }

    @Test
    void repeatedStatusFieldsMerge() throws Exception {
        Response response =
                Envelopes.readResponse(Hex.bytes("0a05 0805 1201'a' 0a05 1a03 0a01't' 0a07 1201'b' 1a02 1200"));

        List<Status.Detail> details = List.of(new Status.Detail("t", new byte[0]), new Status.Detail("", new byte[0]));
        assertEquals(
                Envelopes.comparable(Response.failed(new Status(StatusCode.NOT_FOUND, "b", details))),
                Envelopes.comparable(response));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 17, 1000, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void statusCodesThatGrpcDoesNotKnowAreUnknown(int number) throws Exception {
        ByteBuffer status = ByteBuffer.allocate(11);
        ProtoWriter.putVarintField(status, 0x08, number);
        byte[] code = new byte[status.flip().remaining()];
        status.get(code);
        Response response = Envelopes.readResponse(Hex.join(new byte[] {0x0a, (byte) code.length}, code));

        assertEquals(StatusCode.UNKNOWN, response.status().code());
    }

    @Test
    void everyStatusCodeKeepsItsNumber() throws Exception {
        for (StatusCode code : StatusCode.values()) {
            Response read = Envelopes.readResponse(Envelopes.write(Response.failed(Status.of(code, ""))));

            assertEquals(code, read.status().code());
            assertEquals(code, StatusCode.of(code.number()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\ud83d\ud83d\ude00", "é\ud800"})
    void halfASurrogatePairIsWrittenAsAQuestionMarkAsProtobufDoes(String broken) {
        Request request = new Request(broken, broken, new byte[0], 0, Metadata.EMPTY);

        assertArrayEquals(ProtobufOracle.write(request), Envelopes.write(request));
    }
}
