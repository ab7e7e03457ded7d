package io.samehost.server.datagram;

import io.samehost.server.lasting.LastingLog;
import io.samehost.transport.DatagramPort;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.FrameEncoder;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends the answers of a {@link DatagramEndpoint}. Thread-safe. */
final class DatagramReplies {
    private static final LastingLog LOG = new LastingLog(DatagramReplies.class);

    /** An AF_UNIX client has room for ten datagrams that it has not read; for one that never reads nobody waits long. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final DatagramPort port;

    DatagramReplies(DatagramPort port) {
        this.port = port;
    }

    /** One frame; a status in place of an answer that does not fit a datagram. */
    ByteBuffer encode(int streamId, Response response) {
        try {
            EncodedFrame frame = new FrameEncoder().response(streamId, response);
            if (frame.lengthBytes() <= port.limitBytes()) {
                return frame.putInto(ByteBuffer.allocate(frame.lengthBytes())).flip();
            }
            return tooLarge(streamId, frame.lengthBytes());
        } catch (OversizeException e) {
            return tooLarge(streamId, e.lengthBytes());
        }
    }

    private ByteBuffer tooLarge(int streamId, long lengthBytes) {
        String message = "answer too large for a datagram: lengthBytes=" + lengthBytes + " limitBytes="
                + port.limitBytes() + ", call over a unix: or tcp: address";
        return encode(streamId, Response.failed(Status.of(StatusCode.RESOURCE_EXHAUSTED, message)));
    }

    /** Sends without waiting; false if the receiver has no room now. One that is not there any more needs no answer. */
    boolean send(ByteBuffer datagram, SocketAddress to) {
        try {
            return port.send(datagram, to);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "nobody to answer: address=" + port.address() + " cause=" + e);
            return true;
        }
    }

    /** Sends, and waits a little for room; after that the answer is lost, as datagrams may be. */
    void sendPatiently(ByteBuffer datagram, SocketAddress to) {
        long startNanos = System.nanoTime();
        while (!send(datagram, to)) {
            if (System.nanoTime() - startNanos > PATIENCE_NANOS) {
                LOG.log(Level.DEBUG, () -> "answer dropped, its receiver does not read: address=" + port.address());
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
