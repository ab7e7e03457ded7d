package io.samehost.wire;

/** A message does not fit a frame. Nothing was sent; the connection is good. */
public final class OversizeException extends Exception {
    private static final long serialVersionUID = 1;

    private final long lengthBytes;

    public OversizeException(long lengthBytes, long limitBytes) {
        super("message too large for one frame: lengthBytes=" + lengthBytes + " limitBytes=" + limitBytes
                + ", send it in pieces over a stream");
        this.lengthBytes = lengthBytes;
    }

    public long lengthBytes() {
        return lengthBytes;
    }
}
