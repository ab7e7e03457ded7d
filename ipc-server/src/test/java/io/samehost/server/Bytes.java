package io.samehost.server;

import io.samehost.wire.EncodedFrame;
import io.samehost.wire.FrameEncoder;
import io.samehost.wire.FrameHeader;
import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Frames as bytes, the forbidden ones too. */
final class Bytes {
    static final String SERVICE = "test.Service";
    private static final byte NO_FLAGS = 0;

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** A unary call of {@link #SERVICE}. */
    static byte[] call(int streamId, String method, byte[] payload) {
        return request(streamId, NO_FLAGS, new Request(SERVICE, method, payload, 0, Metadata.EMPTY));
    }

    static byte[] call(int streamId, String method, Duration timeout) {
        return request(
                streamId, NO_FLAGS, new Request(SERVICE, method, new byte[0], timeout.toNanos(), Metadata.EMPTY));
    }

    /** Opens a stream that the client will send messages on. */
    static byte[] open(int streamId, String method) {
        return open(streamId, method, Metadata.EMPTY);
    }

    static byte[] open(int streamId, String method, Metadata metadata) {
        return request(streamId, FrameHeader.FLAG_REMOTE_OPEN, new Request(SERVICE, method, new byte[0], 0, metadata));
    }

    static byte[] request(int streamId, byte flags, Request request) {
        try {
            return of(new FrameEncoder().request(streamId, flags, request));
        } catch (OversizeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] message(int streamId, byte[] message) {
        try {
            return of(new FrameEncoder().data(streamId, message));
        } catch (OversizeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] close(int streamId) {
        return of(new FrameEncoder().close(streamId));
    }

    /** A frame of any kind. */
    static byte[] frame(int streamId, int type, int flags, byte[] data) {
        return join(header(data.length, streamId, type, flags), data);
    }

    static byte[] header(int lengthBytes, int streamId, int type, int flags) {
        return ByteBuffer.allocate(FrameHeader.SIZE_BYTES)
                .putInt(lengthBytes)
                .putInt(streamId)
                .put((byte) type)
                .put((byte) flags)
                .array();
    }

    private static byte[] of(EncodedFrame frame) {
        byte[] head = new byte[frame.head().remaining()];
        frame.head().get(head);
        return join(head, frame.payload());
    }
}
