package io.samehost.wire.frame;

import io.samehost.wire.OversizeException;
import java.nio.ByteBuffer;

/** Turns values into frames. The frame returned is valid until the next call. Not thread-safe. */
public final class FrameEncoder {
    private static final byte[] NO_BYTES = {};
    private static final byte NO_FLAGS = 0;

    private final EncodedFrame frame = new EncodedFrame();
    private final NameFields methods = new NameFields();

    public FrameEncoder() {}

    /**
     * The frame that opens a call.
     *
     * @throws OversizeException if the request does not fit one frame
     */
    public EncodedFrame request(int streamId, byte flags, Request request) throws OversizeException {
        byte[] names = methods.of(request.service(), request.method());
        long headSize = RequestCodec.headSize(request, names);
        ByteBuffer head = open(headSize, request.payload(), streamId, FrameHeader.TYPE_REQUEST, flags);
        RequestCodec.writeHead(request, names, head);
        head.flip();
        return frame;
    }

    /**
     * The frame that answers a call and ends it.
     *
     * @throws OversizeException if the response does not fit one frame
     */
    public EncodedFrame response(int streamId, Response response) throws OversizeException {
        long headSize = ResponseCodec.headSize(response);
        ByteBuffer head = response.large().isPresent()
                ? open(headSize, response.large().get().buffer(), streamId, FrameHeader.TYPE_RESPONSE, NO_FLAGS)
                : open(headSize, response.payload(), streamId, FrameHeader.TYPE_RESPONSE, NO_FLAGS);
        ResponseCodec.writeHead(response, head);
        head.flip();
        return frame;
    }

    /**
     * The frame that carries one message of a stream: the bytes from position to limit.
     *
     * @throws OversizeException if the message does not fit one frame
     */
    public EncodedFrame data(int streamId, ByteBuffer message) throws OversizeException {
        open(0, message, streamId, FrameHeader.TYPE_DATA, NO_FLAGS).flip();
        return frame;
    }

    /**
     * The end of the sender's messages, in a frame of its own: Go's server answers a close that carries a message with
     * INVALID_ARGUMENT, although the specification draws one.
     */
    public EncodedFrame close(int streamId) {
        byte flags = FrameHeader.FLAG_REMOTE_CLOSED | FrameHeader.FLAG_NO_DATA;
        ByteBuffer head = frame.open(FrameHeader.SIZE_BYTES, NO_BYTES);
        FrameHeader.write(head, 0, 0, streamId, FrameHeader.TYPE_DATA, flags);
        head.position(FrameHeader.SIZE_BYTES).flip();
        return frame;
    }

    private ByteBuffer open(long headSize, byte[] payload, int streamId, byte type, byte flags)
            throws OversizeException {
        int dataLength = fitting(headSize + payload.length);
        ByteBuffer head = frame.open(FrameHeader.SIZE_BYTES + (int) headSize, payload);
        FrameHeader.write(head, 0, dataLength, streamId, type, flags);
        return head.position(FrameHeader.SIZE_BYTES);
    }

    private ByteBuffer open(long headSize, ByteBuffer payload, int streamId, byte type, byte flags)
            throws OversizeException {
        int dataLength = fitting(headSize + payload.remaining());
        ByteBuffer head = frame.open(FrameHeader.SIZE_BYTES + (int) headSize, payload);
        FrameHeader.write(head, 0, dataLength, streamId, type, flags);
        return head.position(FrameHeader.SIZE_BYTES);
    }

    private static int fitting(long dataLength) throws OversizeException {
        if (dataLength > FrameHeader.MAX_DATA_BYTES) {
            throw new OversizeException(dataLength, FrameHeader.MAX_DATA_BYTES);
        }
        return (int) dataLength;
    }
}
