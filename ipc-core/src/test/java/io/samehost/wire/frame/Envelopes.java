package io.samehost.wire.frame;

import com.google.protobuf.ByteString;
import io.samehost.wire.OversizeException;
import java.nio.ByteBuffer;
import java.util.List;

/** Requests and responses as tests need them: written, read, and comparable though they hold arrays. */
final class Envelopes {
    private Envelopes() {}

    static Request readRequest(byte[] bytes) throws MalformedEnvelopeException {
        return new RequestCodec().read(ByteBuffer.wrap(bytes), new LargePayload());
    }

    static Response readResponse(byte[] bytes) throws MalformedEnvelopeException {
        return new ResponseCodec().read(ByteBuffer.wrap(bytes), new LargePayload());
    }

    static byte[] write(Request request) {
        byte[] names = names(request);
        ByteBuffer head = ByteBuffer.allocate((int) RequestCodec.headSize(request, names));
        RequestCodec.writeHead(request, names, head);
        return written(head, request.payload());
    }

    private static byte[] names(Request request) {
        try {
            return new NameFields().of(request.service(), request.method());
        } catch (OversizeException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] write(Response response) {
        ByteBuffer head = ByteBuffer.allocate((int) ResponseCodec.headSize(response));
        ResponseCodec.writeHead(response, head);
        return written(head, response.payload());
    }

    private static byte[] written(ByteBuffer head, byte[] payload) {
        if (head.hasRemaining()) {
            throw new AssertionError("head is smaller than its size: bytes missing=" + head.remaining());
        }
        byte[] bytes = new byte[head.flip().remaining()];
        head.get(bytes);
        return Hex.join(bytes, payload);
    }

    static List<Object> comparable(Request request) {
        return List.of(
                request.service(),
                request.method(),
                ByteString.copyFrom(request.own().payload()),
                request.timeoutNanos(),
                request.metadata());
    }

    static List<Object> comparable(Response response) {
        List<List<Object>> details = response.status().details().stream()
                .map(detail -> List.<Object>of(detail.typeUrl(), ByteString.copyFrom(detail.value())))
                .toList();
        return List.of(
                response.status().number(),
                response.status().message(),
                details,
                ByteString.copyFrom(response.bytes()));
    }
}
