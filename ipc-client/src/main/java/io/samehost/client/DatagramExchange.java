package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.transport.ConnectFailedException;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.wire.EncodedFrame;
import io.samehost.wire.FrameDecoder;
import io.samehost.wire.FrameEncoder;
import io.samehost.wire.FrameHeader;
import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbered requests by datagrams, sent without waiting for answers, and the answers as they come. For one thread.
 */
final class DatagramExchange implements Closeable {
    private static final long NO_ROOM_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FULL_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long REQUEST_TIMEOUT_NANOS = 0;

    private final Address address;
    private final DatagramPort port;
    private final FrameEncoder encoder = new FrameEncoder();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);
    private final ByteBuffer out;

    DatagramExchange(Address address) throws IOException {
        this.address = address;
        this.port = Datagrams.connect(address);
        this.out = ByteBuffer.allocateDirect(port.limitBytes());
    }

    /** What is done with answers that come while there is no room to send. */
    interface Answers {
        void take() throws IOException;
    }

    /**
     * Sends request {@code number}; waits while the receiver has no room, which AF_UNIX tells and UDP does not.
     *
     * @throws IllegalArgumentException if the request does not fit a datagram; nothing was sent
     */
    void send(int number, String service, String method, byte[] payload, Answers meanwhile) throws IOException {
        encode(number, new Request(service, method, payload, REQUEST_TIMEOUT_NANOS, Metadata.EMPTY));
        long startNanos = System.nanoTime();
        try {
            while (!port.write(out)) {
                meanwhile.take();
                LockSupport.parkNanos(FULL_PAUSE_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while sending");
                }
                if (System.nanoTime() - startNanos > NO_ROOM_NANOS) {
                    throw new IOException("server receives nothing: address=" + address + " waited="
                            + TimeUnit.NANOSECONDS.toSeconds(NO_ROOM_NANOS) + "s");
                }
            }
        } catch (InterruptedIOException | ConnectFailedException e) {
            throw e;
        } catch (IOException e) {
            throw Datagrams.connectFailure(address, e);
        }
    }

    private void encode(int number, Request request) {
        long lengthBytes;
        try {
            EncodedFrame frame = encoder.request(2 * number + 1, (byte) 0, request);
            lengthBytes = frame.lengthBytes();
            if (lengthBytes <= out.capacity()) {
                out.clear().put(frame.head()).put(frame.payload()).flip();
                return;
            }
        } catch (OversizeException e) {
            lengthBytes = e.lengthBytes();
        }
        throw new IllegalArgumentException("request too large for a datagram, nothing was sent: lengthBytes="
                + lengthBytes + " limitBytes=" + out.capacity() + " address=" + address + ", choose a smaller size");
    }

    /** Waits until there may be an answer. */
    void await(long timeoutNanos) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for answers");
        }
        port.await(timeoutNanos);
    }

    /** The number of the request that an answer is for; empty if there is no answer now. */
    OptionalInt receive() throws IOException {
        try {
            while (port.read(in.clear())) {
                FrameDecoder decoder = new FrameDecoder();
                if (decoder.decode(in.flip()) == FrameDecoder.Outcome.FRAME
                        && decoder.type() == FrameHeader.TYPE_RESPONSE) {
                    return OptionalInt.of(decoder.streamId() >>> 1);
                }
            }
            return OptionalInt.empty();
        } catch (IOException e) {
            throw Datagrams.connectFailure(address, e);
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
