package io.samehost.wire.frame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Frames as bytes, and what a decoder makes of bytes in words. */
public final class Frames {
    private Frames() {}

    /** A copy of the frame as it would be sent; the frame itself stays as it was. */
    public static byte[] bytes(EncodedFrame frame) {
        return Hex.join(copy(frame.head()), frame.payload(), copy(frame.buffer()));
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    /** The header of a frame that may claim anything, without the data. */
    public static byte[] header(long lengthBytes, int streamId, byte type) {
        ByteBuffer header = ByteBuffer.allocate(FrameHeader.SIZE_BYTES);
        header.putInt((int) lengthBytes).putInt(streamId).put(type);
        return header.array();
    }

    static List<String> decoded(FrameDecoder decoder, Pieces pieces) throws Exception {
        List<String> seen = new ArrayList<>();
        pieces.into(in -> seen.addAll(decoded(decoder, in)));
        return seen;
    }

    /** Everything that the decoder reports until it needs more. */
    static List<String> decoded(FrameDecoder decoder, ByteBuffer in) {
        List<String> seen = new ArrayList<>();
        FrameDecoder.Outcome outcome = decoder.decode(in);
        while (outcome != FrameDecoder.Outcome.NEED_DATA && outcome != FrameDecoder.Outcome.NOT_TTRPC) {
            seen.add(described(outcome, decoder));
            outcome = decoder.decode(in);
        }
        if (outcome == FrameDecoder.Outcome.NOT_TTRPC) {
            seen.add("NOT_TTRPC");
        }
        return seen;
    }

    private static String described(FrameDecoder.Outcome outcome, FrameDecoder decoder) {
        String frame = outcome + " id=" + Integer.toUnsignedString(decoder.streamId()) + " type=" + decoder.type()
                + " length=" + decoder.lengthBytes() + flags(decoder);
        return outcome == FrameDecoder.Outcome.FRAME
                ? frame + " " + Hex.text(decoder.message().bytes())
                : frame;
    }

    private static String flags(FrameDecoder decoder) {
        return (decoder.hasFlag(FrameHeader.FLAG_REMOTE_CLOSED) ? " closed" : "")
                + (decoder.hasFlag(FrameHeader.FLAG_REMOTE_OPEN) ? " open" : "")
                + (decoder.hasFlag(FrameHeader.FLAG_NO_DATA) ? " no-data" : "");
    }
}
