package io.samehost.wire.frame;

import static io.samehost.wire.frame.ProtoReader.LENGTH_DELIMITED;
import static io.samehost.wire.frame.ProtoReader.tagOf;

import io.samehost.wire.Status;
import java.nio.ByteBuffer;

/**
 * The protobuf message around the payload of a response:
 *
 * <pre>
 *  Response { Status status = 1; bytes payload = 2; }
 * </pre>
 *
 * Written payload last and read in any order, like a request ({@link RequestCodec}); repeated {@code status} fields
 * merge, as protobuf demands of messages. {@link StatusCodec} has the status. Not thread-safe.
 */
final class ResponseCodec {
    private static final byte[] NO_BYTES = {};

    private static final int STATUS = tagOf(1, LENGTH_DELIMITED);
    private static final int PAYLOAD = tagOf(2, LENGTH_DELIMITED);

    private final ProtoReader reader = new ProtoReader();

    /**
     * Reads a response that fills {@code in} from position to limit.
     *
     * @param large takes note of a large payload, which the response then has
     */
    Response read(ByteBuffer in, LargePayload large) throws MalformedEnvelopeException {
        StatusCodec.Fields status = null;
        byte[] payload = NO_BYTES;
        while (in.hasRemaining()) {
            int tag = reader.tag(in);
            if (tag == PAYLOAD) {
                payload = reader.payload(in, large);
            } else if (tag == STATUS) {
                status = status == null ? new StatusCodec.Fields() : status;
                StatusCodec.read(reader, reader.message(in), status);
            } else {
                reader.skip(tag, in);
            }
        }
        return new Response(status == null ? Status.OK : status.status(), payload, large.in(in));
    }

    /** The size of everything before the payload's bytes. */
    static long headSize(Response response) {
        Status status = response.status();
        long statusSize = isAbsent(status) ? 0 : ProtoWriter.lengthFieldSize(STATUS, StatusCodec.size(status));
        return statusSize + ProtoWriter.bytesFieldHeadSize(PAYLOAD, response.sizeBytes());
    }

    /** Writes everything before the payload's bytes. */
    static void writeHead(Response response, ByteBuffer out) {
        Status status = response.status();
        if (!isAbsent(status)) {
            ProtoWriter.putLengthFieldHead(out, STATUS, StatusCodec.size(status));
            StatusCodec.write(status, out);
        }
        ProtoWriter.putBytesFieldHead(out, PAYLOAD, response.sizeBytes());
    }

    private static boolean isAbsent(Status status) {
        return status.isOk() && status.message().isEmpty() && status.details().isEmpty();
    }
}
