package io.samehost.protocol;

import io.samehost.protocol.ServerEvent.MessageReceived;
import io.samehost.protocol.ServerEvent.NeedData;
import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerEvent.RemoteClosed;
import io.samehost.protocol.ServerEvent.RequestReceived;
import io.samehost.wire.OversizeException;
import io.samehost.wire.ProtocolException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.FrameDecoder;
import io.samehost.wire.frame.FrameEncoder;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.MalformedEnvelopeException;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/**
 * The server's side of one ttrpc connection: bytes in and events out, answers in and frames out. It knows no channel, no
 * thread and no clock, and calls nobody. Not thread-safe: the owner of the connection guards it.
 *
 * <p>A connection carries many calls, each under a stream id of its own. The owner hands what arrives to {@link #receive}
 * until that says {@link NeedData}, and acts on each event. For an answer it asks for a frame and writes it, in the order
 * in which the frames were made. A call is open from its request until {@link #respond} or {@link #close}: a server always
 * closes last. Trouble with one call refuses that call; only a peer that does not speak ttrpc ends the connection.
 *
 * <p>Each cell is the event of a frame from the client and the next state of its call:
 *
 * <pre>
 *                  | request            | message         | message, then close | close (no data) | neither
 *  ----------------+--------------------+-----------------+---------------------+-----------------+---------
 *  not open        | RequestReceived    | Refused         | Refused             | Refused         | Refused
 *                  | OPEN if remote     |                 |                     |                 |
 *                  | open, else         |                 |                     |                 |
 *                  | REMOTE_CLOSED      |                 |                     |                 |
 *  OPEN            | Refused, over      | MessageReceived | MessageReceived and | RemoteClosed    | none
 *                  |                    |                 | RemoteClosed        | REMOTE_CLOSED   |
 *                  |                    |                 | REMOTE_CLOSED       |                 |
 *  REMOTE_CLOSED   | Refused, over      | Refused, over   | Refused, over       | none            | none
 * </pre>
 *
 * <p>A request whose id is even, was used before or is lower than an earlier one is refused, and so is one that cannot be
 * read. A frame over the limit is refused whatever its state, and skipped. {@link #send} leaves the state as it is, {@link
 * #respond} and {@link #close} end the call, and all three are illegal for a call that is not open.
 */
public final class ServerProtocol {
    /** The largest odd number; ids are unsigned. */
    private static final int LAST_STREAM_ID = -1;

    private final FrameDecoder decoder;
    private final FrameEncoder encoder = new FrameEncoder();

    /** Every call that has no response yet, unary ones too. */
    private final StreamMap<StreamState> streams = new StreamMap<>();

    private int lastStreamId;
    private boolean closeFollowsMessage;

    /** Takes all the memory that the frames need. */
    public ServerProtocol() {
        this(bytes -> true);
    }

    /**
     * Asks {@code mayTake} before it takes bytes for a frame that is not whole yet. If it may not, {@link #receive} says
     * {@link NeedData} and leaves input.
     */
    public ServerProtocol(IntPredicate mayTake) {
        this.decoder = new FrameDecoder(mayTake);
    }

    /** From now on large payloads are lent: who gets one takes its bytes or gives it back. */
    public void lend() {
        decoder.lend();
    }

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
                    if (type == FrameHeader.TYPE_DATA && saysSomething()) {
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

    /** The memory that it has been allowed for a frame that is not whole yet. */
    public int heldBytes() {
        return decoder.heldBytes();
    }

    private ServerEvent oversize() {
        return refused(
                StatusCode.RESOURCE_EXHAUSTED,
                "message too large: lengthBytes=" + decoder.lengthBytes() + " limitBytes="
                        + FrameHeader.MAX_DATA_BYTES);
    }

    private ServerEvent request() {
        int streamId = decoder.streamId();
        if ((streamId & 1) == 0) {
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

    /** False for a data frame without a message that changes nothing: it does not close, or closes what is closed. */
    private boolean saysSomething() {
        if (!decoder.hasFlag(FrameHeader.FLAG_NO_DATA)) {
            return true;
        }
        StreamState state = streams.get(decoder.streamId());
        return state == null || (decoder.hasFlag(FrameHeader.FLAG_REMOTE_CLOSED) && state.mayReceive());
    }

    private ServerEvent data() {
        int streamId = decoder.streamId();
        if ((streamId & 1) == 0) {
            return evenId();
        }
        StreamState state = streams.get(streamId);
        if (state == null || !state.mayReceive()) {
            return refused(
                    StatusCode.INVALID_ARGUMENT,
                    "no open stream for this message: streamId=" + Integer.toUnsignedString(streamId));
        }
        if (decoder.hasFlag(FrameHeader.FLAG_NO_DATA)) {
            return remoteCloses(streamId);
        }
        closeFollowsMessage = decoder.hasFlag(FrameHeader.FLAG_REMOTE_CLOSED);
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

    /** The id that a client uses next, if it leaves none out; 0 if it has used all. */
    public int nextStreamId() {
        return lastStreamId == 0 ? 1 : lastStreamId == LAST_STREAM_ID ? 0 : lastStreamId + 2;
    }

    /** Answers a call that has not come yet, so that its client need not wait for the answer: none is begun any more. */
    public EncodedFrame answerBeforehand(int streamId, Status status) {
        try {
            return encoder.response(streamId, Response.failed(status));
        } catch (OversizeException e) {
            throw new IllegalStateException("our own refusals are short", e);
        }
    }

    /** The answer to {@link Refused}. */
    public EncodedFrame refuse(Refused refused) {
        return answerBeforehand(refused.streamId(), refused.status());
    }

    /**
     * Sends one message of a streaming call, from position to limit.
     *
     * @throws OversizeException if the message does not fit a frame; the call is still open
     * @throws IllegalStateException if the call is not open
     */
    public EncodedFrame send(int streamId, ByteBuffer message) throws OversizeException {
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
