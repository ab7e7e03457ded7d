package io.samehost.client.datagram;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.UdpAddress;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.wire.Metadata;
import io.samehost.wire.frame.FrameDecoder;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests by datagrams, sent without waiting for answers, and the answers as they come. For one thread.
 *
 * <p>Once there has been an answer, a server that is gone may come back: what is sent meanwhile is lost, as any datagram may
 * be. Before, nobody there is an error.
 */
public final class DatagramExchange implements Closeable {
    private static final long NO_ROOM_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FULL_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long NO_TIMEOUT = 0;

    /** UDP reports with one datagram that an earlier one was refused; AF_UNIX may find another server behind a path. */
    private static final int MOST_ATTEMPTS = 2;

    /** To look more often for a server that has gone would hold up a flood. */
    private static final long REOPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Datagrams read before the caller looks at its clock again: they may come faster than they are read. */
    public static final int MAX_AT_ONCE = 1000;

    private final Address address;
    private final Opening opening;
    private final DatagramEncoder encoder;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);

    /** Empty while nobody receives: an AF_UNIX socket stays with the server that it was connected to. */
    private Optional<DatagramPort> port;

    /** The last time that {@link #port} became empty. */
    private long emptiedNanos;

    private boolean answered;
    private Optional<ConnectFailedException> refusal = Optional.empty();

    /** Opens the socket to the server at {@code address}. */
    public DatagramExchange(Address address, Opening opening) throws IOException {
        this.address = address;
        this.opening = opening;
        this.encoder = new DatagramEncoder(address);
        this.port = Optional.of(opening.open());
    }

    /** Makes a socket that is connected to the server, again for each server that comes. */
    public interface Opening {
        DatagramPort open() throws IOException;
    }

    /** Takes the answers that come while there is no room to send. */
    public interface Answers {
        void take() throws IOException;
    }

    /**
     * Sends a request; waits while the receiver has no room, which AF_UNIX tells and UDP does not.
     *
     * @return false if nobody receives there now: the request is lost
     * @throws IllegalArgumentException if the request does not fit a datagram; nothing was sent
     */
    public boolean send(int streamId, String service, String method, byte[] payload, Answers meanwhile)
            throws IOException {
        if (port.isEmpty() && System.nanoTime() - emptiedNanos < REOPEN_NANOS) {
            return false;
        }
        Request request = new Request(service, method, payload, NO_TIMEOUT, Metadata.EMPTY);
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            try {
                DatagramPort open = open();
                write(encode(streamId, request, open), open, meanwhile);
                return true;
            } catch (ConnectFailedException e) {
                refused(e);
            }
        }
        return false;
    }

    private DatagramPort open() throws IOException {
        if (port.isEmpty()) {
            port = Optional.of(opening.open());
            refusal = Optional.empty();
        }
        return port.get();
    }

    private ByteBuffer encode(int streamId, Request request, DatagramPort open) {
        try {
            return encoder.encode(streamId, request, open);
        } catch (LargeDatagramException e) {
            throw new IllegalArgumentException(e.getMessage() + ", choose a smaller size", e);
        }
    }

    private void write(ByteBuffer datagram, DatagramPort open, Answers meanwhile) throws IOException {
        long startNanos = System.nanoTime();
        try {
            while (!open.write(datagram)) {
                meanwhile.take();
                LockSupport.parkNanos(FULL_PAUSE_NANOS);
                requireNotInterrupted("interrupted while sending");
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

    /** Takes note that nobody receives, if a server that was there may come back. */
    private void refused(ConnectFailedException failure) throws IOException {
        if (!answered || !failure.mayComeUp()) {
            throw failure;
        }
        refusal = Optional.of(failure);
        if (!(address instanceof UdpAddress)) {
            close();
            port = Optional.empty();
            emptiedNanos = System.nanoTime();
        }
    }

    /** Tells once that what was sent last was refused, as far as is known; empty if it was not. */
    public Optional<ConnectFailedException> takeRefusal() {
        Optional<ConnectFailedException> taken = refusal;
        refusal = Optional.empty();
        return taken;
    }

    private static void requireNotInterrupted(String message) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(message);
        }
    }

    /** Waits until there may be an answer. */
    public void await(long timeoutNanos) throws IOException {
        requireNotInterrupted("interrupted while waiting for answers");
        if (port.isPresent()) {
            port.get().await(timeoutNanos);
        } else {
            LockSupport.parkNanos(timeoutNanos);
        }
    }

    /** The id of the request that an answer is for; empty if there is none now, or much else in its place. */
    public OptionalInt receive() throws IOException {
        try {
            for (int datagrams = 0; datagrams < MAX_AT_ONCE && read(); datagrams++) {
                FrameDecoder decoder = new FrameDecoder();
                if (decoder.decode(in.flip()) == FrameDecoder.Outcome.FRAME
                        && decoder.type() == FrameHeader.TYPE_RESPONSE) {
                    answered = true;
                    return OptionalInt.of(decoder.streamId());
                }
            }
        } catch (IOException e) {
            refused(Datagrams.connectFailure(address, e));
        }
        return OptionalInt.empty();
    }

    private boolean read() throws IOException {
        return port.isPresent() && port.get().read(in.clear());
    }

    @Override
    public void close() throws IOException {
        if (port.isPresent()) {
            port.get().close();
        }
    }
}
