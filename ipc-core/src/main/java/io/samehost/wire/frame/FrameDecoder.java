package io.samehost.wire.frame;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/**
 * Cuts a stream of bytes into frames. It takes the bytes in whatever pieces they arrive, keeps what is incomplete, and
 * describes one frame at a time: after {@link Outcome#FRAME} the accessors speak of that frame until the next call.
 *
 * <p>A frame that lies whole in the input is not copied. One that does not is collected in an array that grows with the
 * bytes that have really come, so that a length alone costs no memory. Before it grows beyond a little, the owner is asked; a
 * frame that may not is kept waiting, and so is the rest of the input. Not thread-safe.
 */
public final class FrameDecoder {

    /** The finding of one call of {@link #decode}. */
    public enum Outcome {
        /** The input is used up, and the rest of the frame has yet to come; or there is no memory for it, and input is left. */
        NEED_DATA,
        /** A frame is complete. */
        FRAME,
        /** A frame claims more than {@link FrameHeader#MAX_DATA_BYTES}; its data will be skipped as it arrives. */
        OVERSIZE,
        /** The peer does not speak ttrpc. The decoder stays in this state. */
        NOT_TTRPC
    }

    /**
     * No sane first frame is 256 MiB long, but HTTP ({@code G}, {@code P}) and TLS (0x16) begin with such a byte. So
     * they are recognised at once and not skipped as one huge frame.
     */
    private static final int LOWEST_FOREIGN_FIRST_BYTE = 0x10;

    private static final int FIRST_PIECE_BYTES = 4096;

    /** Room is made for so many times the bytes that have come: few copies for a large frame, and little for a lie. */
    private static final int GROWTH = 4;

    private static final byte[] NO_BYTES = {};
    private static final ByteBuffer NOTHING = ByteBuffer.wrap(NO_BYTES);

    private final IntPredicate mayTake;
    private final LargePayload large = new LargePayload();
    private final RequestCodec requests = new RequestCodec();
    private final ResponseCodec responses = new ResponseCodec();
    private final ByteBuffer header = ByteBuffer.allocate(FrameHeader.SIZE_BYTES);

    private boolean firstByteSeen;
    private boolean foreign;
    private boolean insideFrame;
    private long lengthBytes;
    private int streamId;
    private byte type;
    private byte flags;
    private long bytesToSkip;
    private byte[] collected = NO_BYTES;
    private int collectedBytes;
    private ByteBuffer viewed = NOTHING;
    private ByteBuffer view = NOTHING;
    private ByteBuffer data = NOTHING;

    /** The array that has the data from its begin, if nobody else knows it; else an empty one. */
    private byte[] ours = NO_BYTES;

    /** Takes all the memory that the frames need. */
    public FrameDecoder() {
        this(bytes -> true);
    }

    /** Asks {@code mayTake} before it takes bytes for a frame that is not whole yet; they are its own until the frame is. */
    public FrameDecoder(IntPredicate mayTake) {
        this.mayTake = mayTake;
    }

    /**
     * Takes bytes from {@code in} up to the end of one frame, or all of them.
     *
     * @param in its position moves behind what was taken; after FRAME its content must stay until the frame was read
     */
    public Outcome decode(ByteBuffer in) {
        letGo(false); // of what nobody may have read
        if (bytesToSkip > 0) {
            skip(in);
        }
        if (!in.hasRemaining()) {
            return Outcome.NEED_DATA;
        }
        if (isForeign(in)) {
            return Outcome.NOT_TTRPC;
        }
        if (!insideFrame) {
            if (!readHeader(in)) {
                return Outcome.NEED_DATA;
            }
            if (lengthBytes > FrameHeader.MAX_DATA_BYTES) {
                bytesToSkip = lengthBytes;
                return Outcome.OVERSIZE;
            }
            insideFrame = true;
        }
        return readData(in) ? Outcome.FRAME : Outcome.NEED_DATA;
    }

    /**
     * From now on large payloads are read into memory that is used again: for an owner that gives it back. Before, each has an
     * array of its own.
     */
    public void lend() {
        large.lend();
    }

    /** True while a frame has begun and is not complete: a peer that stops here has to be given up some time. */
    public boolean isInsideFrame() {
        return insideFrame || header.position() > 0 || bytesToSkip > 0;
    }

    /** The id of the frame just reported, also of an oversize one. Unsigned. */
    public int streamId() {
        return streamId;
    }

    public byte type() {
        return type;
    }

    public boolean hasFlag(byte flag) {
        return (flags & flag) != 0;
    }

    /** The length that the header claims, up to 4 GiB for an oversize frame. */
    public long lengthBytes() {
        return lengthBytes;
    }

    /** The data of the frame just reported, read as a request. To be called once for a frame. */
    public Request request() throws MalformedEnvelopeException {
        large.begin(ours);
        Request request = requests.read(data, large);
        letGo(request.large().isPresent());
        return request;
    }

    /** The data of the frame just reported, read as a response. To be called once for a frame. */
    public Response response() throws MalformedEnvelopeException {
        large.begin(ours);
        Response response = responses.read(data, large);
        letGo(response.large().isPresent());
        return response;
    }

    /** The data of the frame just reported, as it came. To be called once for a frame. */
    public Payload message() {
        Payload message = ours.length > 0
                ? Payload.in(ours, 0, data.remaining())
                : large.isLent() ? Payload.copyOf(data) : Payload.of(copy(data));
        letGo(true);
        return message;
    }

    private static byte[] copy(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        return copy;
    }

    /** A connection that falls silent after a large frame should not keep the memory. */
    private void letGo(boolean isKept) {
        if (!isKept) {
            SpareArrays.give(ours);
        }
        ours = NO_BYTES;
        data = NOTHING;
        large.begin(NO_BYTES);
    }

    private void skip(ByteBuffer in) {
        int skipped = (int) Math.min(bytesToSkip, in.remaining());
        in.position(in.position() + skipped);
        bytesToSkip -= skipped;
    }

    private boolean isForeign(ByteBuffer in) {
        if (!firstByteSeen) {
            firstByteSeen = true;
            foreign = (in.get(in.position()) & 0xff) >= LOWEST_FOREIGN_FIRST_BYTE;
        }
        return foreign;
    }

    private boolean readHeader(ByteBuffer in) {
        if (header.position() == 0 && in.remaining() >= FrameHeader.SIZE_BYTES) {
            takeHeader(in, in.position());
            in.position(in.position() + FrameHeader.SIZE_BYTES);
            return true;
        }
        while (header.hasRemaining() && in.hasRemaining()) {
            header.put(in.get());
        }
        if (header.hasRemaining()) {
            return false;
        }
        takeHeader(header, 0);
        header.clear();
        return true;
    }

    private void takeHeader(ByteBuffer source, int offset) {
        lengthBytes = FrameHeader.dataLengthBytes(source, offset);
        streamId = FrameHeader.streamId(source, offset);
        type = FrameHeader.type(source, offset);
        flags = FrameHeader.flags(source, offset);
    }

    private boolean readData(ByteBuffer in) {
        int length = (int) lengthBytes;
        if (collectedBytes == 0 && in.remaining() >= length) {
            data = viewOf(in, length);
            in.position(in.position() + length);
        } else {
            collect(in, length);
            if (collectedBytes < length) {
                return false;
            }
            data = ByteBuffer.wrap(collected, 0, length);
            ours = collected;
            collected = NO_BYTES;
            collectedBytes = 0;
        }
        insideFrame = false;
        return true;
    }

    /**
     * One view is kept for each direct buffer: that is a reader's own, which it has for all its life. One on the heap was
     * made for the moment, and a view that is kept would keep it too.
     */
    @SuppressWarnings("ReferenceEquality")
    private ByteBuffer viewOf(ByteBuffer in, int length) {
        if (!in.isDirect()) {
            return in.slice(in.position(), length);
        }
        if (viewed != in) {
            viewed = in;
            view = in.duplicate();
        }
        view.limit(in.position() + length).position(in.position());
        return view;
    }

    /** Takes what fits, and makes room for more if it may. */
    private void collect(ByteBuffer in, int length) {
        int needed = Math.min(length, collectedBytes + in.remaining());
        if (needed > collected.length) {
            grow((int) Math.min(length, Math.max(FIRST_PIECE_BYTES, (long) GROWTH * needed)));
        }
        int taken = Math.min(needed, collected.length) - collectedBytes;
        in.get(collected, collectedBytes, taken);
        collectedBytes += taken;
    }

    private void grow(int wanted) {
        int capacity = large.isLent() ? SpareArrays.sizeFor(wanted) : wanted;
        if (capacity <= FIRST_PIECE_BYTES || mayTake.test(capacity - heldBytes())) {
            byte[] larger = large.isLent() ? SpareArrays.take(capacity) : new byte[capacity];
            System.arraycopy(collected, 0, larger, 0, collectedBytes);
            SpareArrays.give(collected);
            collected = larger;
        }
    }

    /** The memory that the owner was asked for, for a frame that is not whole yet. */
    public int heldBytes() {
        return collected.length > FIRST_PIECE_BYTES ? collected.length : 0;
    }
}
