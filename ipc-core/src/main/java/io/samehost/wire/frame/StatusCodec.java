package io.samehost.wire.frame;

import static io.samehost.wire.frame.ProtoReader.LENGTH_DELIMITED;
import static io.samehost.wire.frame.ProtoReader.VARINT;
import static io.samehost.wire.frame.ProtoReader.tagOf;

import io.samehost.wire.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The protobuf message of a status, which is {@code google.rpc.Status}:
 *
 * <pre>
 *  Status { int32 code = 1; string message = 2; repeated Any details = 3; }
 *  Any    { string type_url = 1; bytes value = 2; }
 * </pre>
 */
public final class StatusCodec {
    private static final byte[] NO_BYTES = {};

    private static final int CODE = tagOf(1, VARINT);
    private static final int MESSAGE = tagOf(2, LENGTH_DELIMITED);
    private static final int DETAIL = tagOf(3, LENGTH_DELIMITED);
    private static final int TYPE_URL = tagOf(1, LENGTH_DELIMITED);
    private static final int VALUE = tagOf(2, LENGTH_DELIMITED);

    /** An empty detail is two bytes in a frame and ten times as much in memory: a full frame of them is an attack. */
    private static final int MAX_DETAILS = 1024;

    private StatusCodec() {}

    /** A status as it comes together from one message or several. */
    static final class Fields {
        private int number;
        private String message = "";
        private final List<Status.Detail> details = new ArrayList<>();

        Status status() {
            return new Status(number, message, details);
        }
    }

    /** A status on its own, as gRPC sends its details. It has to fit an array. */
    public static byte[] encode(Status status) {
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size(status)));
        write(status, out);
        return out.array();
    }

    /** The status that {@code bytes} are. */
    public static Status decode(byte[] bytes) throws MalformedEnvelopeException {
        Fields fields = new Fields();
        read(new ProtoReader(), ByteBuffer.wrap(bytes), fields);
        return fields.status();
    }

    /** Reads a status that fills {@code in} from position to limit. */
    static void read(ProtoReader reader, ByteBuffer in, Fields status) throws MalformedEnvelopeException {
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
                status.details.add(readDetail(reader, reader.message(in)));
            } else {
                reader.skip(tag, in);
            }
        }
    }

    private static Status.Detail readDetail(ProtoReader reader, ByteBuffer in) throws MalformedEnvelopeException {
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

    static void write(Status status, ByteBuffer out) {
        ProtoWriter.putVarintField(out, CODE, status.number());
        ProtoWriter.putStringField(out, MESSAGE, status.message());
        for (Status.Detail detail : status.details()) {
            ProtoWriter.putLengthFieldHead(out, DETAIL, detailSize(detail));
            ProtoWriter.putStringField(out, TYPE_URL, detail.typeUrl());
            ProtoWriter.putBytesFieldHead(out, VALUE, detail.value().length);
            out.put(detail.value());
        }
    }

    static long size(Status status) {
        long size = ProtoWriter.varintFieldSize(CODE, status.number())
                + ProtoWriter.stringFieldSize(MESSAGE, status.message());
        for (Status.Detail detail : status.details()) {
            size += ProtoWriter.lengthFieldSize(DETAIL, detailSize(detail));
        }
        return size;
    }

    private static long detailSize(Status.Detail detail) {
        return ProtoWriter.stringFieldSize(TYPE_URL, detail.typeUrl())
                + ProtoWriter.bytesFieldHeadSize(VALUE, detail.value().length)
                + detail.value().length;
    }
}
