package io.samehost.wire.frame;

import static io.samehost.wire.frame.ProtoReader.LENGTH_DELIMITED;
import static io.samehost.wire.frame.ProtoReader.VARINT;
import static io.samehost.wire.frame.ProtoReader.tagOf;

import io.samehost.wire.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The protobuf message around the payload of a response:
 *
 * <pre>
 *  Response { Status status = 1; bytes payload = 2; }
 *  Status   { int32 code = 1; string message = 2; repeated Any details = 3; }
 *  Any      { string type_url = 1; bytes value = 2; }
 * </pre>
 *
 * Written payload last and read in any order, like a request ({@link RequestCodec}); repeated {@code status} fields
 * merge, as protobuf demands of messages. Not thread-safe.
 */
final class ResponseCodec {
    private static final byte[] NO_BYTES = {};

    private static final int STATUS = tagOf(1, LENGTH_DELIMITED);
    private static final int PAYLOAD = tagOf(2, LENGTH_DELIMITED);
    private static final int CODE = tagOf(1, VARINT);
    private static final int MESSAGE = tagOf(2, LENGTH_DELIMITED);
    private static final int DETAIL = tagOf(3, LENGTH_DELIMITED);
    private static final int TYPE_URL = tagOf(1, LENGTH_DELIMITED);
    private static final int VALUE = tagOf(2, LENGTH_DELIMITED);

    /** An empty detail is two bytes in a frame and ten times as much in memory: a full frame of them is an attack. */
    private static final int MAX_DETAILS = 1024;

    private final ProtoReader reader = new ProtoReader();

    /** A status as it comes together from one field or several. */
    private static final class StatusFields {
        private int number;
        private String message = "";
        private final List<Status.Detail> details = new ArrayList<>();
    }

    /** Reads a response that fills {@code in} from position to limit; it gets arrays of its own. */
    Response read(ByteBuffer in) throws MalformedEnvelopeException {
        StatusFields status = null;
        byte[] payload = NO_BYTES;
        while (in.hasRemaining()) {
            int tag = reader.tag(in);
            if (tag == PAYLOAD) {
                payload = reader.bytes(in);
            } else if (tag == STATUS) {
                status = status == null ? new StatusFields() : status;
                readStatus(reader.message(in), status);
            } else {
                reader.skip(tag, in);
            }
        }
        return status == null
                ? new Response(Status.OK, payload)
                : new Response(new Status(status.number, status.message, status.details), payload);
    }

    private void readStatus(ByteBuffer in, StatusFields status) throws MalformedEnvelopeException {
        while (in.hasRemaining()) {
            int tag = reader.tag(in);
            if (tag == CODE) {
                status.number = (int) reader.varint(in);
            } else if (tag == MESSAGE) {
                status.message = reader.string(in);
            } else if (tag == DETAIL) {
                if (status.details.size() == MAX_DETAILS) {
                    throw new MalformedEnvelopeException("too many details: limit=" + MAX_DETAILS);
                }
                status.details.add(readDetail(reader.message(in)));
            } else {
                reader.skip(tag, in);
            }
        }
    }

    private Status.Detail readDetail(ByteBuffer in) throws MalformedEnvelopeException {
        String typeUrl = "";
        byte[] value = NO_BYTES;
        while (in.hasRemaining()) {
            int tag = reader.tag(in);
            if (tag == TYPE_URL) {
                typeUrl = reader.string(in);
            } else if (tag == VALUE) {
                value = reader.bytes(in);
            } else {
                reader.skip(tag, in);
            }
        }
        return new Status.Detail(typeUrl, value);
    }

    /** The size of everything before the payload's bytes. */
    static long headSize(Response response) {
        Status status = response.status();
        long statusSize = isAbsent(status) ? 0 : ProtoWriter.lengthFieldSize(STATUS, statusSize(status));
        return statusSize + ProtoWriter.bytesFieldSize(PAYLOAD, response.payload()) - response.payload().length;
    }

    /** Writes everything before the payload's bytes. */
    static void writeHead(Response response, ByteBuffer out) {
        Status status = response.status();
        if (!isAbsent(status)) {
            ProtoWriter.putLengthFieldHead(out, STATUS, statusSize(status));
            ProtoWriter.putVarintField(out, CODE, status.number());
            ProtoWriter.putStringField(out, MESSAGE, status.message());
            for (Status.Detail detail : status.details()) {
                ProtoWriter.putLengthFieldHead(out, DETAIL, detailSize(detail));
                ProtoWriter.putStringField(out, TYPE_URL, detail.typeUrl());
                ProtoWriter.putBytesFieldHead(out, VALUE, detail.value());
                out.put(detail.value());
            }
        }
        ProtoWriter.putBytesFieldHead(out, PAYLOAD, response.payload());
    }

    private static boolean isAbsent(Status status) {
        return status.isOk() && status.message().isEmpty() && status.details().isEmpty();
    }

    private static long statusSize(Status status) {
        long size = ProtoWriter.varintFieldSize(CODE, status.number())
                + ProtoWriter.stringFieldSize(MESSAGE, status.message());
        for (Status.Detail detail : status.details()) {
            size += ProtoWriter.lengthFieldSize(DETAIL, detailSize(detail));
        }
        return size;
    }

    private static long detailSize(Status.Detail detail) {
        return ProtoWriter.stringFieldSize(TYPE_URL, detail.typeUrl())
                + ProtoWriter.bytesFieldSize(VALUE, detail.value());
    }
}
