package io.samehost.client.datagram;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameDecoder;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.MalformedEnvelopeException;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One call by datagrams: sends, and waits for the answer. For one thread, once. */
public final class DatagramCall {
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FULL_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final DatagramPort port;
    private final Address address;
    private final int streamId;
    private final ByteBuffer datagram;
    private final ByteBuffer in;
    private final long endNanos;

    /**
     * @param datagram the request
     * @param in room for whatever comes
     * @param endNanos the deadline, in the time of {@link System#nanoTime}
     */
    public DatagramCall(
            DatagramPort port, Address address, int streamId, ByteBuffer datagram, ByteBuffer in, long endNanos) {
        this.port = port;
        this.address = address;
        this.streamId = streamId;
        this.datagram = datagram;
        this.in = in;
        this.endNanos = endNanos;
    }

    /** The server's answer, or a failure that stands in its place. */
    public Response run(boolean idempotent) throws IOException {
        long retryNanos = FIRST_RETRY_NANOS;
        try {
            while (true) {
                Optional<Response> end = send();
                if (end.isEmpty()) {
                    end = await(idempotent ? Math.min(retryNanos, remainingNanos()) : remainingNanos());
                }
                if (end.isPresent()) {
                    return end.get();
                }
                retryNanos = Math.min(LONGEST_RETRY_NANOS, 2 * retryNanos);
            }
        } catch (ConnectFailedException e) {
            throw e;
        } catch (IOException e) {
            throw Datagrams.connectFailure(address, e);
        }
    }

    private long remainingNanos() {
        return endNanos - System.nanoTime();
    }

    /** Sends the request. Returns the end of the call if there was no time for that. */
    private Optional<Response> send() throws IOException {
        Optional<Response> end = lackOfTime();
        while (end.isEmpty() && !port.write(datagram.rewind())) {
            LockSupport.parkNanos(FULL_PAUSE_NANOS);
            end = lackOfTime();
        }
        return end;
    }

    /** The end of the call if it has no time left. An interrupted thread must not use a channel: that would close it. */
    private Optional<Response> lackOfTime() {
        if (Thread.currentThread().isInterrupted()) {
            return failure(StatusCode.CANCELLED, "interrupted while waiting for the answer");
        }
        if (remainingNanos() <= 0) {
            return failure(
                    StatusCode.DEADLINE_EXCEEDED,
                    "no answer before the deadline: address=" + address
                            + ", a datagram was lost or the server is slow");
        }
        return Optional.empty();
    }

    /** Looks at the time for each datagram: they may come faster than they are read, and none be the answer. */
    private Optional<Response> await(long timeoutNanos) throws IOException {
        long beganNanos = System.nanoTime();
        for (long left = timeoutNanos; left > 0; left = timeoutNanos - (System.nanoTime() - beganNanos)) {
            port.await(left);
            Optional<Response> end = lackOfTime();
            while (end.isEmpty() && port.read(in.clear())) {
                end = read(in.flip()).or(this::lackOfTime);
            }
            if (end.isPresent()) {
                return end;
            }
        }
        return lackOfTime();
    }

    /** Empty for late answers to earlier calls, and for anything else that arrives. */
    private Optional<Response> read(ByteBuffer bytes) {
        FrameDecoder decoder = new FrameDecoder();
        boolean ours = decoder.decode(bytes) == FrameDecoder.Outcome.FRAME
                && decoder.type() == FrameHeader.TYPE_RESPONSE
                && decoder.streamId() == streamId;
        try {
            return ours ? Optional.of(decoder.response()) : Optional.empty();
        } catch (MalformedEnvelopeException e) {
            return failure(StatusCode.INTERNAL, "response is malformed: " + e.getMessage());
        }
    }

    private static Optional<Response> failure(StatusCode code, String message) {
        return Optional.of(Response.failed(Status.of(code, message)));
    }
}
