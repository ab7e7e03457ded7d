package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.UdpAddress;
import io.samehost.client.datagram.DatagramCall;
import io.samehost.client.datagram.DatagramEncoder;
import io.samehost.client.datagram.DatagramExchange;
import io.samehost.client.datagram.LargeDatagramException;
import io.samehost.client.datagram.RandomIds;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import io.samehost.transport.system.Closing;
import io.samehost.wire.Metadata;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Request;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

    private static final int BUFFER_BYTES = 1 << 20;

    private final Address address;
    private final PeerPolicy serverUsers;
    private final Metadata metadata;
    private final ReentrantLock turn = new ReentrantLock();

    /** Guarded by turn. */
    private final DatagramEncoder encoder;

    /** Guarded by turn. */
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** Guarded by turn. Empty after a failure; the next call opens another. */
    private Optional<DatagramPort> port;

    /** Guarded by turn. */
    private final RandomIds streamIds = new RandomIds();

    private volatile boolean closed;

    private DatagramClient(Address address, ClientConfig config) throws IOException {
        this.address = address;
        this.serverUsers = config.serverUsers();
        this.metadata = config.metadata();
        this.encoder = new DatagramEncoder(address);
        this.port = Optional.of(open(address, serverUsers));
    }

    /** Opens a socket to an address such as {@code udp:localhost:3490} or {@code unixgram:/run/tool.sock}. */
    public static DatagramClient connect(String address) throws IOException {
        return connect(Address.parse(address));
    }

    /** Opens a socket to a server of the own user, which {@code udp:} cannot prove; nothing is sent. */
    public static DatagramClient connect(Address address) throws IOException {
        return connect(address, ClientConfig.DEFAULT);
    }

    /**
     * Opens a socket to a server; nothing is sent.
     *
     * @param config of it, only the server's users and the metadata count here
     * @throws ConnectFailedException if there is no such socket file, or nobody receives there; UDP shows it when called
     * @throws ForeignServerException if the server is of a user that the configuration does not allow
     * @throws IllegalArgumentException for a stream address; or for {@code udp:}, unless any user's server will do
     */
    public static DatagramClient connect(Address address, ClientConfig config) throws IOException {
        return new DatagramClient(address, config);
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
        return call(request(service, method, payload, options), false);
    }

    /**
     * Calls a method that may be carried out more than once without harm: the request is sent again, at growing
     * intervals, until an answer comes or the deadline passes. Throws what {@link #call} throws.
     */
    public byte[] callIdempotent(String service, String method, byte[] payload, CallOptions options)
            throws IOException, CallException {
        return call(request(service, method, payload, options), true);
    }

    /**
     * Calls a method once with a value, as {@link #call(String, String, byte[], CallOptions)} does with bytes.
     *
     * @throws CallException also with status INTERNAL if the answer cannot be decoded
     * @throws IllegalArgumentException if the value cannot be encoded; nothing was sent
     */
    public <Q, S> S call(Method<Q, S> method, Q value, CallOptions options) throws IOException, CallException {
        byte[] payload = Invocation.encode(method, value);
        return CallException.valueOf(method, call(method.service(), method.name(), payload, options));
    }

    /** Calls a method that may be carried out more than once; see {@link #callIdempotent(String, String, byte[], CallOptions)}. */
    public <Q, S> S callIdempotent(Method<Q, S> method, Q value, CallOptions options)
            throws IOException, CallException {
        byte[] payload = Invocation.encode(method, value);
        return CallException.valueOf(method, callIdempotent(method.service(), method.name(), payload, options));
    }

    private Request request(String service, String method, byte[] payload, CallOptions options) {
        return new Request(
                service,
                method,
                payload,
                timeoutNanos(options),
                options.metadata().withDefaults(metadata));
    }

    private static long timeoutNanos(CallOptions options) {
        Duration timeout = options.timeout().orElse(DEFAULT_TIMEOUT);
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "datagrams may be lost, so a call needs a deadline: timeout=" + timeout + ", set a positive one");
        }
        return TimeUnit.NANOSECONDS.convert(timeout);
    }

    private byte[] call(Request request, boolean idempotent) throws IOException, CallException {
        long startNanos = System.nanoTime();
        takeTurn(request.timeoutNanos());
        try {
            int streamId = streamIds.next();
            DatagramPort open = open();
            ByteBuffer datagram = encode(request, streamId, open);
            long endNanos = startNanos + request.timeoutNanos();
            DatagramCall call = new DatagramCall(open, address, streamId, datagram, in, endNanos);
            return CallException.payloadOf(call.run(idempotent));
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
                throw new CallException(
                        StatusCode.DEADLINE_EXCEEDED, "deadline passed while other calls had their turn");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallException(StatusCode.CANCELLED, "interrupted while other calls had their turn");
        }
    }

    private DatagramPort open() throws IOException {
        if (closed) {
            throw ConnectionClosedException.clientClosed();
        }
        if (port.isEmpty()) {
            port = Optional.of(open(address, serverUsers));
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
        try {
            return encoder.encode(streamId, request, open);
        } catch (LargeDatagramException e) {
            throw new CallException(
                    StatusCode.RESOURCE_EXHAUSTED, e.getMessage() + ", call over a unix: or tcp: address");
        }
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

    /** Opens a socket for requests whose answers are not waited for; nothing is sent. */
    static DatagramExchange exchange(Address address, ClientConfig config) throws IOException {
        return new DatagramExchange(address, () -> open(address, config.serverUsers()));
    }

    /**
     * Opens a socket; nothing is sent.
     *
     * @throws ForeignServerException if the server is of a user that is not permitted
     * @throws IllegalArgumentException for {@code udp:}, unless any user is permitted
     */
    static DatagramPort open(Address address, PeerPolicy serverUsers) throws IOException {
        boolean any = serverUsers.permits(Optional.empty());
        if (address instanceof UdpAddress && !any) {
            throw new IllegalArgumentException("udp proves nothing about who answers: address=" + address
                    + ", allow any user's server with ClientConfig.withAnyServerUser or use unixgram:");
        }
        DatagramPort port = Datagrams.connect(address);
        Optional<PeerCredentials> server = any ? Optional.empty() : port.server();
        if (!serverUsers.permits(server)) {
            ForeignServerException foreign = new ForeignServerException(address, server);
            Closing.because(foreign, port);
            throw foreign;
        }
        return port;
    }
}
