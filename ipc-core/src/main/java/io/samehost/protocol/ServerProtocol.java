package io.samehost.protocol;

import io.samehost.protocol.ServerEvent.MessageReceived;
import io.samehost.protocol.ServerEvent.NeedData;
import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerEvent.RemoteClosed;
import io.samehost.protocol.ServerEvent.RequestReceived;
import io.samehost.wire.EncodedFrame;
import io.samehost.wire.FrameDecoder;
import io.samehost.wire.FrameEncoder;
import io.samehost.wire.FrameHeader;
import io.samehost.wire.MalformedEnvelopeException;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;

/**
 * The server's side of one ttrpc connection: bytes in and events out, answers in and frames out. It knows no channel, no
 * thread and no clock, and calls nobody. Not thread-safe: whoever owns the connection guards it.
 */
public final class ServerProtocol {
    private final FrameDecoder decoder = new FrameDecoder();
    private final FrameEncoder encoder = new FrameEncoder();

    /** Every call that has no response yet, unary ones too. */
    private final StreamMap<StreamState> streams = new StreamMap<>();

    private int lastStreamId;
    private boolean closeFollowsMessage;

    public ServerProtocol() {}

    /**
     * Takes bytes up to the next event. To be called until it says {@link NeedData}.
     *
     * @throws ProtocolException if the peer does not speak ttrpc; the connection has to be closed
     */
    public ServerEvent receive(ByteBuffer in) throws ProtocolException {
        if (closeFollowsMessage) {
            closeFollowsMessage = false;
            // On its last message the call may have been answered: then it is over, and its close says nothing new.
            if (isOpen(decoder.streamId())) {
                return remoteCloses(decoder.streamId());
            }
        }
        while (true) {
            switch (decoder.decode(in)) {
                case NEED_DATA -> {
                    return NeedData.INSTANCE;
                }
                case OVERSIZE -> {
                    return oversize();
                }
                case NOT_TTRPC ->
                    throw new ProtocolException(
                            "not ttrpc: the first byte of a frame is 0 unless it is huge, is this HTTP or TLS?");
                case FRAME -> {
                    byte type = decoder.type();
                    if (type == FrameHeader.TYPE_REQUEST) {
                        return request();
                    }
                    if (type == FrameHeader.TYPE_DATA) {
                        return data();
                    }
                    // Other types are for later versions of the protocol: ignored.
                }
            }
        }
    }

    /** True while a frame has begun and is not complete. */
    public boolean isInsideFrame() {
        return decoder.isInsideFrame();
    }

    private ServerEvent oversize() {
        return refused(
                StatusCode.RESOURCE_EXHAUSTED,
                "message too large: lengthBytes=" + decoder.lengthBytes() + " limitBytes="
                        + FrameHeader.MAX_DATA_BYTES);
    }

    private ServerEvent request() {
        int streamId = decoder.streamId();
        if (isEven(streamId)) {
            return evenId();
        }
        if (Integer.compareUnsigned(streamId, lastStreamId) <= 0) {
            return refused(
                    StatusCode.INVALID_ARGUMENT,
                    "stream id must increase: streamId=" + Integer.toUnsignedString(streamId) + " last="
                            + Integer.toUnsignedString(lastStreamId));
        }
        lastStreamId = streamId;
        Request request;
        try {
            request = decoder.request();
        } catch (MalformedEnvelopeException e) {
            return refused(StatusCode.INVALID_ARGUMENT, "request is malformed: " + e.getMessage());
        }
        RequestKind kind = kind();
        streams.put(streamId, kind == RequestKind.REMOTE_OPEN ? StreamState.OPEN : StreamState.REMOTE_CLOSED);
        return new RequestReceived(streamId, kind, request);
    }

    private RequestKind kind() {
        if (decoder.hasFlag(FrameHeader.FLAG_REMOTE_OPEN)) {
            return RequestKind.REMOTE_OPEN;
        }
        return decoder.hasFlag(FrameHeader.FLAG_REMOTE_CLOSED) ? RequestKind.REMOTE_CLOSED : RequestKind.UNARY;
    }

    private ServerEvent data() {
        int streamId = decoder.streamId();
        if (isEven(streamId)) {
            return evenId();
        }
        StreamState state = streams.get(streamId);
        if (state == null || !state.mayReceive()) {
            return refused(
                    StatusCode.INVALID_ARGUMENT,
                    "no open stream for this message: streamId=" + Integer.toUnsignedString(streamId));
        }
        boolean closes = decoder.hasFlag(FrameHeader.FLAG_REMOTE_CLOSED);
        if (decoder.hasFlag(FrameHeader.FLAG_NO_DATA)) {
            return closes ? remoteCloses(streamId) : refused(StatusCode.INVALID_ARGUMENT, "frame says nothing");
        }
        if (closes && decoder.lengthBytes() == 0) {
            return remoteCloses(streamId);
        }
        closeFollowsMessage = closes;
        return new MessageReceived(streamId, decoder.message());
    }

    private ServerEvent remoteCloses(int streamId) {
        streams.update(streamId, StreamState::afterRemoteClose);
        return new RemoteClosed(streamId);
    }

    private ServerEvent evenId() {
        return refused(
                StatusCode.INVALID_ARGUMENT,
                "stream id from a client must be odd: streamId=" + Integer.toUnsignedString(decoder.streamId()));
    }

    private ServerEvent refused(StatusCode code, String message) {
        streams.remove(decoder.streamId());
        return new Refused(decoder.streamId(), Status.of(code, message));
    }

    private static boolean isEven(int streamId) {
        return (streamId & 1) == 0;
    }

    /** True if {@code streamId} began and has not been answered. */
    public boolean isOpen(int streamId) {
        return streams.contains(streamId);
    }

    public int openStreams() {
        return streams.size();
    }

    /**
     * Answers a call and ends it.
     *
     * @throws OversizeException if the response does not fit a frame; the call is still open
     * @throws IllegalStateException if the call is not open
     */
    public EncodedFrame respond(int streamId, Response response) throws OversizeException {
        requireOpen(streamId);
        EncodedFrame frame = encoder.response(streamId, response);
        streams.remove(streamId);
        return frame;
    }

    /** The answer to {@link Refused}. */
    public EncodedFrame refuse(Refused refused) {
        try {
            return encoder.response(refused.streamId(), Response.failed(refused.status()));
        } catch (OversizeException e) {
            throw new IllegalStateException("our own refusals are short", e);
        }
    }

    /**
     * Sends one message of a streaming call.
     *
     * @throws OversizeException if the message does not fit a frame; the call is still open
     * @throws IllegalStateException if the call is not open
     */
    public EncodedFrame send(int streamId, byte[] message) throws OversizeException {
        requireOpen(streamId);
        return encoder.data(streamId, message);
    }

    /** Ends a streaming call well, without a response. A server closes last. */
    public EncodedFrame close(int streamId) {
        requireOpen(streamId);
        streams.remove(streamId);
        return encoder.close(streamId);
    }

    private void requireOpen(int streamId) {
        if (!streams.contains(streamId)) {
            throw new IllegalStateException("call is over: streamId=" + Integer.toUnsignedString(streamId));
        }
    }
}
