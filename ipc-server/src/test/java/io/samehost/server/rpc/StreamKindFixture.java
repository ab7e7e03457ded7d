package io.samehost.server.rpc;

import io.samehost.server.ServerBuilder;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Metadata;
import io.samehost.wire.Method;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Frames of streams, byte by byte. */
abstract class StreamKindFixture extends ServerFixture {
    static final byte[] NO_BYTES = {};
    static final int REMOTE_OPEN_NO_DATA = FrameHeader.FLAG_REMOTE_OPEN | FrameHeader.FLAG_NO_DATA;
    static final int CLOSE = FrameHeader.FLAG_REMOTE_CLOSED | FrameHeader.FLAG_NO_DATA;

    static final Method<String, String> TEXT = new Method<>(Bytes.SERVICE, "text", Marshaller.UTF_8, Marshaller.UTF_8);

    /** The field of a response that holds its payload. */
    static final byte PAYLOAD_TAG = 0x12;

    static byte[] request(int flags, String method, String payload) {
        return Bytes.request(1, (byte) flags, new Request(Bytes.SERVICE, method, Bytes.of(payload), 0, Metadata.EMPTY));
    }

    static byte[] response(String payload) {
        byte[] field = Bytes.join(new byte[] {PAYLOAD_TAG, (byte) payload.length()}, Bytes.of(payload));
        return Bytes.frame(1, FrameHeader.TYPE_RESPONSE, 0, field);
    }

    static byte[] data(String message) {
        return Bytes.frame(1, FrameHeader.TYPE_DATA, 0, Bytes.of(message));
    }

    static byte[] close() {
        return Bytes.frame(1, FrameHeader.TYPE_DATA, CLOSE, NO_BYTES);
    }

    static String joined(Iterable<byte[]> messages) {
        StringBuilder all = new StringBuilder();
        messages.forEach(message -> all.append('[')
                .append(new String(message, StandardCharsets.UTF_8))
                .append(']'));
        return all.toString();
    }

    RawPeer connect(ServerBuilder builder) throws IOException {
        return connect(start(builder));
    }

    ServerBuilder joining() {
        return builder()
                .handleClientStream(Bytes.SERVICE, "client", messages -> Bytes.of(joined(messages)))
                .handleBidi(Bytes.SERVICE, "bidi", stream -> stream.send(Bytes.of(joined(stream))))
                .handleServerStream(Bytes.SERVICE, "server", (request, answers) -> {
                    answers.send(request);
                    answers.send(Bytes.of("two"));
                });
    }
}
