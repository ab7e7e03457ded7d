package io.samehost.protocol;

import io.samehost.protocol.ClientEvent.Dropped;
import io.samehost.protocol.ClientEvent.Goodbye;
import io.samehost.protocol.ClientEvent.MessageReceived;
import io.samehost.protocol.ClientEvent.NeedData;
import io.samehost.protocol.ClientEvent.RemoteClosed;
import io.samehost.protocol.ClientEvent.ResponseReceived;
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

/**
 * The client's side of one ttrpc connection: calls in and frames out, bytes in and events out. It knows no channel, no
 * thread and no clock, and calls nobody. Not thread-safe: the owner of the connection guards it.
 *
 * <p>A connection carries many calls, each under a stream id of its own. {@link #start} begins a call and makes its
 * request; {@link #send} and {@link #close} make what follows on a stream. The owner writes the frames in the order in
 * which they were made, and hands what arrives to {@link #receive} until that says {@link NeedData}. A call is known from
 * its request until the server ends it or its owner forgets it. Each cell below is the event and the next state:
 *
 * <pre>
 *                   | message            | message, then close    | close (no data) | response         | neither
 *  -----------------+--------------------+------------------------+-----------------+------------------+--------
 *  OPEN,            | MessageReceived    | MessageReceived and    | RemoteClosed    | ResponseReceived | none
 *  LOCAL_CLOSED     |                    | RemoteClosed, gone     | gone            | gone             |
 *  not known        | Dropped            | Dropped                | Dropped         | Dropped, Goodbye | none
 * </pre>
 *
 * <p>The client's own side of it: {@link #start} leads to OPEN, or to LOCAL_CLOSED if the request said everything; {@link
 * #close} from OPEN to LOCAL_CLOSED, in which {@link #send} and {@link #close} are illegal.
 */
public final class ClientProtocol {
    private static final byte NO_FLAGS = 0;
    private static final int FIRST_STREAM_ID = 1;

    private final FrameDecoder decoder = new FrameDecoder();
    private final FrameEncoder encoder = new FrameEncoder();

    /** Every call that has neither ended nor been forgotten, unary ones too. */
    private final StreamMap<StreamState> streams = new StreamMap<>();

    private int nextStreamId;
    private boolean idsUsedUp;
    private boolean closeFollowsMessage;

    public ClientProtocol() {
        this(FIRST_STREAM_ID);
    }

    /** Begins with any odd id: a test cannot make two billion calls to see the last one. */
    ClientProtocol(int firstStreamId) {
        nextStreamId = firstStreamId;
    }

    /** The id that the next {@link #start} will use. Unsigned. */
    public int nextStreamId() {
        return nextStreamId;
    }

    /** False once all two billion ids have been used: the next call needs a new connection. */
    public boolean canStart() {
        return !idsUsedUp;
    }

    /**
     * Begins a call with the id {@link #nextStreamId}. Frames must be sent in the order in which they were made, since
     * ids must increase on the wire.
     *
     * @throws OversizeException if the request does not fit a frame; no id was used
     */
    public EncodedFrame start(RequestKind kind, Request request) throws OversizeException {
        if (idsUsedUp) {
            throw new IllegalStateException("stream ids are used up, connect again");
        }
        int streamId = nextStreamId;
        EncodedFrame frame = encoder.request(streamId, flags(kind, request), request);
        streams.put(streamId, kind == RequestKind.REMOTE_OPEN ? StreamState.OPEN : StreamState.LOCAL_CLOSED);
        nextStreamId += 2;
        idsUsedUp = nextStreamId == FIRST_STREAM_ID;
        return frame;
    }

    private static byte flags(RequestKind kind, Request request) {
        return switch (kind) {
            case UNARY -> NO_FLAGS;
            case REMOTE_CLOSED -> FrameHeader.FLAG_REMOTE_CLOSED;
            case REMOTE_OPEN ->
                request.payload().length > 0
                        ? FrameHeader.FLAG_REMOTE_OPEN
                        : FrameHeader.FLAG_REMOTE_OPEN | FrameHeader.FLAG_NO_DATA;
        };
    }

    /** True while messages can be sent for this call. */
    public boolean maySend(int streamId) {
        StreamState state = streams.get(streamId);
        return state != null && state.maySend();
    }

    /**
     * Sends one message of a streaming call, from position to limit.
     *
     * @throws OversizeException if the message does not fit a frame; the call is still open
     * @throws IllegalStateException if the call has ended or its sending side was closed
     */
    public EncodedFrame send(int streamId, ByteBuffer message) throws OversizeException {
        requireSending(streamId);
        return encoder.data(streamId, message);
    }

    /** Says that no more messages will be sent for this call. */
    public EncodedFrame close(int streamId) {
        requireSending(streamId);
        streams.update(streamId, StreamState::afterLocalClose);
        return encoder.close(streamId);
    }

    private void requireSending(int streamId) {
        if (!maySend(streamId)) {
            throw new IllegalStateException(
                    "stream takes no more messages: streamId=" + Integer.toUnsignedString(streamId));
        }
    }

    /**
     * Gives a call up: nothing is said to the server, since ttrpc has no word for it, and what still comes is {@link
     * Dropped}.
     */
    public void forget(int streamId) {
        streams.remove(streamId);
    }

    /** Calls that have neither ended nor been forgotten. */
    public int openStreams() {
        return streams.size();
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
    public ClientEvent receive(ByteBuffer in) throws ProtocolException {
        if (closeFollowsMessage) {
            closeFollowsMessage = false;
            int streamId = decoder.streamId();
            // On its message the call may have been forgotten: then nobody waits for its close.
            if (streams.contains(streamId)) {
                return endStream(new RemoteClosed(streamId), streamId);
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
                            "not a ttrpc server: the first byte of a frame is 0 unless it is huge, is this another"
                                    + " service?");
                case FRAME -> {
                    if (decoder.type() == FrameHeader.TYPE_RESPONSE) {
                        return response();
                    }
                    if (decoder.type() == FrameHeader.TYPE_DATA && saysSomething()) {
                        return data();
                    }
                    // Other types are for later versions of the protocol: ignored.
                }
            }
        }
    }

    private ClientEvent response() throws ProtocolException {
        int streamId = decoder.streamId();
        if (!streams.contains(streamId)) {
            return isGoodbye() ? new Goodbye(streamId) : new Dropped(streamId);
        }
        try {
            return endStream(new ResponseReceived(streamId, decoder.response()), streamId);
        } catch (MalformedEnvelopeException e) {
            Status status = Status.of(StatusCode.INTERNAL, "response is malformed: " + e.getMessage());
            return endStream(new ResponseReceived(streamId, Response.failed(status)), streamId);
        }
    }

    /** True for an answer by which a server says that it begins no call any more. */
    private boolean isGoodbye() {
        try {
            return decoder.response().status().isGoodbye();
        } catch (MalformedEnvelopeException e) {
            return false; // dropped all the same
        }
    }

    /** False for a data frame with neither a message nor a close in it. */
    private boolean saysSomething() {
        return !decoder.hasFlag(FrameHeader.FLAG_NO_DATA) || decoder.hasFlag(FrameHeader.FLAG_REMOTE_CLOSED);
    }

    private ClientEvent data() {
        int streamId = decoder.streamId();
        StreamState state = streams.get(streamId);
        if (state == null || !state.mayReceive()) {
            return new Dropped(streamId);
        }
        if (decoder.hasFlag(FrameHeader.FLAG_NO_DATA)) {
            return endStream(new RemoteClosed(streamId), streamId);
        }
        closeFollowsMessage = decoder.hasFlag(FrameHeader.FLAG_REMOTE_CLOSED);
        return new MessageReceived(streamId, decoder.message());
    }

    private ClientEvent oversize() {
        int streamId = decoder.streamId();
        if (!streams.contains(streamId)) {
            return new Dropped(streamId);
        }
        Status status = Status.of(
                StatusCode.RESOURCE_EXHAUSTED,
                "answer too large: lengthBytes=" + decoder.lengthBytes() + " limitBytes=" + FrameHeader.MAX_DATA_BYTES);
        return endStream(new ResponseReceived(streamId, Response.failed(status)), streamId);
    }

    private ClientEvent endStream(ClientEvent event, int streamId) {
        streams.remove(streamId);
        return event;
    }
}
