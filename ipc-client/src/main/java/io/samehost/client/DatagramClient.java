package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.transport.ConnectFailedException;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.wire.EncodedFrame;
import io.samehost.wire.FrameDecoder;
import io.samehost.wire.FrameEncoder;
import io.samehost.wire.FrameHeader;
import io.samehost.wire.MalformedEnvelopeException;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls the methods of a server by datagrams: {@code udp:} and {@code unixgram:}. Unary calls only, each a datagram there
 * and a datagram back. Either may be lost, so every call has a deadline, and {@link #callIdempotent} sends again.
 *
 * <p>Thread-safe; one call at a time, further callers wait for their turn within their deadline.
 */
public final class DatagramClient implements Closeable {
    /** The deadline of calls that set none. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FULL_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int BUFFER_BYTES = 1 << 20;

    private final Address address;
    private final ReentrantLock turn = new ReentrantLock();
    private final FrameEncoder encoder = new FrameEncoder();

    /** Guarded by turn. */
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** Guarded by turn. Empty after a failure; the next call opens another. */
    private Optional<DatagramPort> port;

    /** Guarded by turn. */
    private int nextStreamId = 1;

    private volatile boolean closed;

    private DatagramClient(Address address, DatagramPort port) {
        this.address = address;
        this.port = Optional.of(port);
    }

    /** Opens a socket to an address such as {@code udp:localhost:3490} or {@code unixgram:/run/tool.sock}. */
    public static DatagramClient connect(String address) throws IOException {
        return connect(Address.parse(address));
    }

    /**
     * Opens a socket to a server; nothing is sent.
     *
     * @throws ConnectFailedException if there is no such socket file, or nobody receives there; UDP shows it when called
     * @throws IllegalArgumentException for a stream address
     */
    public static DatagramClient connect(Address address) throws IOException {
        return new DatagramClient(address, Datagrams.connect(address));
    }

    /** Calls a method once: the request is sent one time, whatever becomes of it. */
    public byte[] call(String service, String method, byte[] payload) throws IOException, CallException {
        return call(service, method, payload, CallOptions.DEFAULT);
    }

    /**
     * Calls a method once: the request is sent one time, whatever becomes of it.
     *
     * @throws CallException if the server answered with an error; with RESOURCE_EXHAUSTED if the request does not fit a
     *     datagram, then nothing was sent; with DEADLINE_EXCEEDED if no answer came, then the server may have carried the
     *     call out or not
     * @throws ConnectFailedException if nobody receives there
     */
    public byte[] call(String service, String method, byte[] payload, CallOptions options)
            throws IOException, CallException {
        return call(new Request(service, method, payload, timeoutNanos(options), options.metadata()), false);
    }

    /**
     * Calls a method that may be carried out more than once without harm: the request is sent again, at growing
     * intervals, until an answer comes or the deadline passes. Throws what {@link #call} throws.
     */
    public byte[] callIdempotent(String service, String method, byte[] payload, CallOptions options)
            throws IOException, CallException {
        return call(new Request(service, method, payload, timeoutNanos(options), options.metadata()), true);
    }

    private static long timeoutNanos(CallOptions options) {
        Duration timeout = options.timeout().orElse(DEFAULT_TIMEOUT);
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "datagrams may be lost, so a call needs a deadline: timeout=" + timeout + ", set a positive one");
        }
        return timeout.toNanos();
    }

    private byte[] call(Request request, boolean idempotent) throws IOException, CallException {
        long startNanos = System.nanoTime();
        takeTurn(request.timeoutNanos());
        try {
            int streamId = nextStreamId;
            nextStreamId += 2;
            DatagramPort open = open();
            Exchange exchange = new Exchange(open, streamId, encode(request, streamId, open), startNanos, request);
            Response response = exchange.run(idempotent);
            if (!response.status().isOk()) {
                throw new CallException(response.status());
            }
            return response.payload();
        } catch (ConnectFailedException e) {
            reset(e);
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private void takeTurn(long timeoutNanos) throws CallException {
        try {
            if (!turn.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
                throw failure(StatusCode.DEADLINE_EXCEEDED, "deadline passed while other calls had their turn");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(StatusCode.CANCELLED, "interrupted while other calls had their turn");
        }
    }

    private DatagramPort open() throws IOException {
        if (closed) {
            throw new ConnectionClosedException(ClientConnection.CLIENT_CLOSED, null);
        }
        if (port.isEmpty()) {
            port = Optional.of(Datagrams.connect(address));
        }
        return port.get();
    }

    /** junixsocket closes a socket that met a refusal. */
    private void reset(IOException why) {
        try {
            if (port.isPresent()) {
                port.get().close();
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        port = Optional.empty();
    }

    private ByteBuffer encode(Request request, int streamId, DatagramPort open) throws CallException {
        long lengthBytes;
        try {
            EncodedFrame frame = encoder.request(streamId, (byte) 0, request);
            lengthBytes = frame.lengthBytes();
            if (lengthBytes <= open.limitBytes()) {
                ByteBuffer datagram = ByteBuffer.allocateDirect((int) lengthBytes);
                return datagram.put(frame.head()).put(frame.payload()).flip();
            }
        } catch (OversizeException e) {
            lengthBytes = e.lengthBytes();
        }
        throw failure(
                StatusCode.RESOURCE_EXHAUSTED,
                "request too large for a datagram, nothing was sent: lengthBytes=" + lengthBytes + " limitBytes="
                        + open.limitBytes() + " address=" + address + ", call over a unix: or tcp: address");
    }

    private static CallException failure(StatusCode code, String message) {
        return new CallException(Status.of(code, message));
    }

    /** Waits for the call that is under way, and closes. May be called twice. */
    @Override
    public void close() throws IOException {
        closed = true;
        turn.lock();
        try {
            if (port.isPresent()) {
                port.get().close();
            }
        } finally {
            turn.unlock();
        }
    }

    /** One call: sends, and waits for the answer. */
    private final class Exchange {
        private final DatagramPort open;
        private final int streamId;
        private final ByteBuffer datagram;
        private final long startNanos;
        private final Request request;

        Exchange(DatagramPort open, int streamId, ByteBuffer datagram, long startNanos, Request request) {
            this.open = open;
            this.streamId = streamId;
            this.datagram = datagram;
            this.startNanos = startNanos;
            this.request = request;
        }

        private long remainingNanos() {
            return request.timeoutNanos() - (System.nanoTime() - startNanos);
        }

        Response run(boolean idempotent) throws IOException, CallException {
            long retryNanos = FIRST_RETRY_NANOS;
            try {
                while (true) {
                    send();
                    long untilNanos = idempotent ? Math.min(retryNanos, remainingNanos()) : remainingNanos();
                    Optional<Response> answer = await(untilNanos);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                    retryNanos = Math.min(LONGEST_RETRY_NANOS, 2 * retryNanos);
                }
            } catch (ConnectFailedException e) {
                throw e;
            } catch (IOException e) {
                throw Datagrams.connectFailure(address, e);
            }
        }

        private void send() throws IOException, CallException {
            requireTime();
            while (!open.write(datagram.rewind())) {
                LockSupport.parkNanos(FULL_PAUSE_NANOS);
                requireTime();
            }
        }

        /** Also sees to it that no channel is used by an interrupted thread, which would close it. */
        private void requireTime() throws CallException {
            if (Thread.currentThread().isInterrupted()) {
                throw failure(StatusCode.CANCELLED, "interrupted while waiting for the answer");
            }
            if (remainingNanos() <= 0) {
                throw failure(
                        StatusCode.DEADLINE_EXCEEDED,
                        "no answer before the deadline: address=" + address
                                + ", a datagram was lost or the server is slow");
            }
        }

        private Optional<Response> await(long timeoutNanos) throws IOException, CallException {
            long beganNanos = System.nanoTime();
            for (long left = timeoutNanos; left > 0; left = timeoutNanos - (System.nanoTime() - beganNanos)) {
                open.await(left);
                requireTime();
                while (open.read(in.clear())) {
                    Optional<Response> answer = answer(in.flip());
                    if (answer.isPresent()) {
                        return answer;
                    }
                }
            }
            requireTime();
            return Optional.empty();
        }

        /** Late answers to earlier calls, and whatever else arrives, are nothing to this one. */
        private Optional<Response> answer(ByteBuffer bytes) throws CallException {
            FrameDecoder decoder = new FrameDecoder();
            boolean ours = decoder.decode(bytes) == FrameDecoder.Outcome.FRAME
                    && decoder.type() == FrameHeader.TYPE_RESPONSE
                    && decoder.streamId() == streamId;
            try {
                return ours ? Optional.of(decoder.response()) : Optional.empty();
            } catch (MalformedEnvelopeException e) {
                throw failure(StatusCode.INTERNAL, "response is malformed: " + e.getMessage());
            }
        }
    }
}
