package io.samehost.wire.frame;

import static io.samehost.wire.frame.ProtoReader.LENGTH_DELIMITED;
import static io.samehost.wire.frame.ProtoReader.VARINT;
import static io.samehost.wire.frame.ProtoReader.tagOf;

import io.samehost.wire.Metadata;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The protobuf message around the payload of a request, written by hand because it is on the path of every call:
 *
 * <pre>
 *  Request  { string service = 1; string method = 2; bytes payload = 3; int64 timeout_nano = 4;
 *             repeated KeyValue metadata = 5; }
 *  KeyValue { string key = 1; string value = 2; }
 * </pre>
 *
 * The payload is always written last, so that a message is a short head with the payload behind it, and the payload
 * need not be copied to be sent. Fields may be read in any order: of a repeated scalar the last one counts, unknown
 * fields are skipped. Not thread-safe.
 */
final class RequestCodec {
    private static final byte[] NO_BYTES = {};

    static final int SERVICE = tagOf(1, LENGTH_DELIMITED);
    static final int METHOD = tagOf(2, LENGTH_DELIMITED);
    private static final int PAYLOAD = tagOf(3, LENGTH_DELIMITED);
    private static final int TIMEOUT = tagOf(4, VARINT);
    private static final int METADATA = tagOf(5, LENGTH_DELIMITED);
    private static final int KEY = tagOf(1, LENGTH_DELIMITED);
    private static final int VALUE = tagOf(2, LENGTH_DELIMITED);

    /** An empty entry is two bytes in a frame and ten times as much in memory: a full frame of them is an attack. */
    private static final int MAX_METADATA_ENTRIES = 1024;

    private final ProtoReader reader = new ProtoReader();
    private final NameCache services = new NameCache();
    private final NameCache methods = new NameCache();

    /**
     * Reads a request that fills {@code in} from position to limit.
     *
     * @param large takes note of a large payload, which the request then has
     */
    Request read(ByteBuffer in, LargePayload large) throws MalformedEnvelopeException {
        String service = "";
        String method = "";
        byte[] payload = NO_BYTES;
        long timeoutNanos = 0;
        List<Metadata.Entry> metadata = List.of();
        while (in.hasRemaining()) {
            int tag = reader.tag(in);
            if (tag == SERVICE) {
                service = reader.name(in, services);
            } else if (tag == METHOD) {
                method = reader.name(in, methods);
            } else if (tag == PAYLOAD) {
                payload = reader.payload(in, large);
            } else if (tag == TIMEOUT) {
                timeoutNanos = reader.varint(in);
            } else if (tag == METADATA) {
                metadata = metadata.isEmpty() ? new ArrayList<>() : metadata;
                if (metadata.size() == MAX_METADATA_ENTRIES) {
                    throw new MalformedEnvelopeException("too many metadata entries: limit=" + MAX_METADATA_ENTRIES);
                }
                metadata.add(readKeyValue(reader.message(in)));
            } else {
                reader.skip(tag, in);
            }
        }
        return new Request(service, method, payload, timeoutNanos, Metadata.of(metadata), large.in(in));
    }

    private Metadata.Entry readKeyValue(ByteBuffer in) throws MalformedEnvelopeException {
        String key = "";
        String value = "";
        while (in.hasRemaining()) {
            int tag = reader.tag(in);
            if (tag == KEY) {
                key = reader.string(in);
            } else if (tag == VALUE) {
                value = reader.string(in);
            } else {
                reader.skip(tag, in);
            }
        }
        return new Metadata.Entry(key, value);
    }

    /**
     * The size of everything before the payload's bytes.
     *
     * @param names of this request, from {@link NameFields}
     */
    static long headSize(Request request, byte[] names) {
        long size = names.length
                + ProtoWriter.varintFieldSize(TIMEOUT, request.timeoutNanos())
                + ProtoWriter.bytesFieldHeadSize(PAYLOAD, request.payload().length);
        for (Metadata.Entry entry : request.metadata().entries()) {
            size += ProtoWriter.lengthFieldSize(METADATA, keyValueSize(entry));
        }
        return size;
    }

    /** Writes everything before the payload's bytes. */
    static void writeHead(Request request, byte[] names, ByteBuffer out) {
        out.put(names);
        ProtoWriter.putVarintField(out, TIMEOUT, request.timeoutNanos());
        for (Metadata.Entry entry : request.metadata().entries()) {
            ProtoWriter.putLengthFieldHead(out, METADATA, keyValueSize(entry));
            ProtoWriter.putStringField(out, KEY, entry.key());
            ProtoWriter.putStringField(out, VALUE, entry.value());
        }
        ProtoWriter.putBytesFieldHead(out, PAYLOAD, request.payload().length);
    }

    private static long keyValueSize(Metadata.Entry entry) {
        return ProtoWriter.stringFieldSize(KEY, entry.key()) + ProtoWriter.stringFieldSize(VALUE, entry.value());
    }
}
