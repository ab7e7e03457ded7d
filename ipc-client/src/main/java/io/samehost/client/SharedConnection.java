package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.client.call.PendingCall;
import io.samehost.client.call.SyncCall;
import io.samehost.client.connection.ClientConnection;
import io.samehost.client.connection.GivenConnection;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.system.Closing;
import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The connection that all calls of a client share, made anew when it was lost. Channels for streams come from here too,
 * since attempts to connect are spaced together. Thread-safe.
 */
final class SharedConnection {
    /** A server that reads so little is not sent any more. */
    private static final int MAX_QUEUED_BYTES = 64 << 20;

    /** After so long without a word from the server, look whether it is still there before sending to it. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Address address;
    private final ClientConfig config;
    private final ReentrantLock connecting = new ReentrantLock();

    /** Guarded by connecting. */
    private final Connector connector;

    /** Written under connecting. */
    private final AtomicReference<ClientConnection> current = new AtomicReference<>();

    /** Written under connecting. Connections to servers that close, on which calls go on. */
    private final List<ClientConnection> leaving = new CopyOnWriteArrayList<>();

    /** Guarded by connecting. In place of the connector. */
    private final Optional<Client.Dialer> dialer;

    private volatile boolean closed;

    SharedConnection(Address address, ClientConfig config, BooleanSupplier mayComeUp, Optional<Client.Dialer> dialer) {
        this.address = address;
        this.config = config;
        this.dialer = dialer;
        this.connector = new Connector(address, config, mayComeUp, () -> closed);
    }

    /** Has no connection but one that others made. */
    SharedConnection(Address address, GivenConnection given, ClientConfig config) {
        this.address = address;
        this.config = config;
        this.dialer = Optional.empty();
        this.connector = new Connector(address, attemptNanos -> given.open(), config, () -> true, () -> closed);
    }

    Optional<PeerCredentials> server() {
        return dialer.isPresent() ? dialer.get().server() : connector.server();
    }

    /** True if the last attempt to connect failed. */
    boolean isFailing() {
        return connector.isFailing();
    }

    boolean isClosed() {
        return closed;
    }

    /** The connection if it is good, or null. {@code nowNanos} spares the path of a call a look at the clock. */
    ClientConnection usable(long nowNanos) {
        ClientConnection connection = current.get();
        return connection != null && connection.isUsable(nowNanos, QUIET_NANOS) ? connection : null;
    }

    /** A good connection, made now if there is none. */
    ClientConnection get(long limitNanos) throws IOException {
        ClientConnection connection = usable(System.nanoTime());
        return connection != null ? connection : reconnect(limitNanos);
    }

    private ClientConnection reconnect(long limitNanos) throws IOException {
        acquire(limitNanos);
        try {
            ClientConnection connection = usable(System.nanoTime());
            if (connection != null) {
                return connection;
            }
            ClientConnection fresh = greeted(limitNanos);
            ClientConnection before = current.getAndSet(fresh);
            leaving.removeIf(other -> other.callsInFlight() == 0);
            if (before != null && before.callsInFlight() > 0) {
                leaving.add(before);
            }
            if (closed) {
                fresh.fail(new IOException(ClientConnection.CLIENT_CLOSED));
            }
            return fresh;
        } finally {
            connecting.unlock();
        }
    }

    private ClientConnection greeted(long limitNanos) throws IOException {
        long beganNanos = System.nanoTime();
        while (true) {
            long leftNanos = limitNanos - (System.nanoTime() - beganNanos);
            ClientConnection fresh = takeOver(openChannel(Math.max(1, leftNanos)));
            if (dialer.isEmpty() || isWelcome(fresh, limitNanos - (System.nanoTime() - beganNanos))) {
                return fresh;
            }
        }
    }

    /** A connection that is not welcome is closed. */
    private boolean isWelcome(ClientConnection fresh, long limitNanos) throws IOException {
        boolean welcome = false;
        try {
            welcome = dialer.get()
                    .greet(
                            (service, method, payload, timeout) -> call(fresh, service, method, payload, timeout),
                            Math.max(1, limitNanos));
            return welcome;
        } finally {
            if (!welcome) {
                fresh.fail(new IOException("server was not welcome"));
            }
        }
    }

    private static byte[] call(
            ClientConnection connection, String service, String method, byte[] payload, Duration timeout)
            throws IOException, CallException {
        SyncCall call = new SyncCall(TimeUnit.NANOSECONDS.convert(timeout));
        try {
            Request request = new Request(service, method, payload, call.timeoutNanos(), Metadata.EMPTY);
            if (!connection.begin(call, request)) {
                throw new ConnectionClosedException("server closes every connection at once", null);
            }
            return CallException.payloadOf(connection.await(call));
        } catch (OversizeException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) { // however the system tells of it, a reset for example
            throw ConnectionClosedException.because(e);
        }
    }

    private ClientConnection takeOver(SocketChannel channel) throws IOException {
        try {
            return new ClientConnection(channel, address.toString(), config.spin());
        } catch (IOException | RuntimeException | Error e) { // mostly for want of descriptors
            Closing.because(e, channel);
            throw e;
        }
    }

    /** A channel of its own, for a stream. */
    SocketChannel connect(long limitNanos) throws IOException {
        acquire(limitNanos);
        try {
            if (dialer.isPresent()) {
                var unused = get(limitNanos); // looks at the server before the stream reaches it
            }
            return openChannel(limitNanos);
        } finally {
            connecting.unlock();
        }
    }

    private SocketChannel openChannel(long limitNanos) throws IOException {
        if (closed) {
            throw ConnectionClosedException.clientClosed();
        }
        return dialer.isPresent() ? dialer.get().dial(limitNanos) : connector.connect(limitNanos);
    }

    private void acquire(long limitNanos) throws IOException {
        long timeoutNanos = connector.patienceNanos(limitNanos);
        try {
            if (!connecting.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
                throw new IOException("another thread is still connecting: address=" + address + " waited="
                        + Duration.ofNanos(timeoutNanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to connect: address=" + address);
        }
    }

    int callsInFlight() {
        ClientConnection connection = current.get();
        int elsewhere =
                leaving.stream().mapToInt(ClientConnection::callsInFlight).sum();
        return elsewhere + (connection == null ? 0 : connection.callsInFlight());
    }

    /** Ends every call that is under way; none can begin any more. May be called twice. */
    void close() {
        closed = true;
        ClientConnection connection = current.get();
        if (connection != null) {
            connection.fail(new IOException(ClientConnection.CLIENT_CLOSED));
        }
        leaving.forEach(other -> other.fail(new IOException(ClientConnection.CLIENT_CLOSED)));
    }

    /** Begins a call, unless too much waits already. Returns false if {@code connection} is of no use any more; nothing was sent then. */
    static boolean begin(ClientConnection connection, PendingCall call, Request request) throws CallException {
        if (connection.queuedBytes() > MAX_QUEUED_BYTES) {
            throw new CallException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "server does not read its requests: queuedBytes=" + connection.queuedBytes() + " limitBytes="
                            + MAX_QUEUED_BYTES);
        }
        try {
            return connection.begin(call, request);
        } catch (OversizeException e) {
            throw new CallException(StatusCode.RESOURCE_EXHAUSTED, "request: " + e.getMessage());
        }
    }
}
