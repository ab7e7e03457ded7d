package io.samehost.client.datagram;

import io.samehost.address.Address;
import io.samehost.transport.DatagramPort;
import io.samehost.wire.OversizeException;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.FrameEncoder;
import io.samehost.wire.frame.Request;
import java.nio.ByteBuffer;

/** Makes datagrams of requests. Not thread-safe. */
public final class DatagramEncoder {
    private final Address address;
    private final FrameEncoder encoder = new FrameEncoder();

    /** As large as the largest datagram of the last port. */
    private ByteBuffer out = ByteBuffer.allocate(0);

    /** {@code address} is the server's, for errors. */
    public DatagramEncoder(Address address) {
        this.address = address;
    }

    /**
     * A request as a datagram for {@code port}, valid until the next call.
     *
     * @throws LargeDatagramException if the request does not fit a datagram
     */
    public ByteBuffer encode(int streamId, Request request, DatagramPort port) throws LargeDatagramException {
        long lengthBytes;
        try {
            EncodedFrame frame = encoder.request(streamId, (byte) 0, request);
            lengthBytes = frame.lengthBytes();
            if (lengthBytes <= port.limitBytes()) {
                return frame.putInto(room(port)).flip();
            }
        } catch (OversizeException e) {
            lengthBytes = e.lengthBytes();
        }
        throw new LargeDatagramException(lengthBytes, port.limitBytes(), address);
    }

    private ByteBuffer room(DatagramPort port) {
        if (out.capacity() != port.limitBytes()) {
            out = ByteBuffer.allocateDirect(port.limitBytes());
        }
        return out.clear();
    }
}
