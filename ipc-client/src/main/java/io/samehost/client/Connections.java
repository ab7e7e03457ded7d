package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.protocol.RequestKind;
import io.samehost.protocol.Streams;
import io.samehost.transport.Closing;
import io.samehost.wire.Request;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections of a client: one that all calls share and that is made anew when it was lost, and one for each stream.
 * Thread-safe.
 */
final class Connections implements ClientInterceptor.Calls {
    /** After so long without a word from the server, look whether it is still there before sending to it. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A connection may be lost between finding it good and using it; more than once is no accident. */
    private static final int MAX_CONNECTIONS_PER_CALL = 3;

    private final Address address;
    private final ClientConfig config;
    private final ReentrantLock connecting = new ReentrantLock();

    /** Guarded by connecting. */
    private final Connector connector;

    /** Written under connecting. */
    private final AtomicReference<ClientConnection> current = new AtomicReference<>();

    private final Set<ClientStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Connections(Address address, ClientConfig config) {
        this.address = address;
        this.config = config;
        this.connector = new Connector(address, config, () -> closed);
    }

    @Override
    public byte[] call(Invocation invocation) throws IOException, CallException {
        SyncCall call = new SyncCall(timeoutNanos(invocation.options()));
        return begin(call, invocation).await(call);
    }

    @Override
    public CompletableFuture<byte[]> callAsync(Invocation invocation) {
        AsyncCall call = new AsyncCall(timeoutNanos(invocation.options()));
        try {
            begin(call, invocation);
        } catch (CallException | IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return call.future();
    }

    private long timeoutNanos(CallOptions options) {
        return options.timeout().orElse(config.callTimeout()).toNanos();
    }

    /** On a connection that is there the call has only just begun, which spares its path looks at the clock. */
    private ClientConnection begin(PendingCall call, Invocation invocation) throws IOException, CallException {
        ClientConnection connection = current.get();
        if (connection != null
                && connection.isUsable(call.deadline().begunNanos(), QUIET_NANOS)
                && connection.begin(call, request(invocation, call.deadline().timeoutNanos()))) {
            return connection;
        }
        for (int attempt = 0; attempt < MAX_CONNECTIONS_PER_CALL; attempt++) {
            connection = connection(remainingNanos(call.deadline()));
            if (connection.begin(call, request(invocation, call.deadline().remainingOnTheWire()))) {
                return connection;
            }
        }
        throw new ConnectionClosedException("server closes every connection at once: address=" + address, null);
    }

    private static Request request(Invocation invocation, long timeoutNanos) {
        return new Request(
                invocation.service(),
                invocation.method(),
                invocation.payload(),
                timeoutNanos,
                invocation.options().metadata());
    }

    @Override
    public ClientStream serverStream(Invocation invocation) throws IOException, CallException {
        return open(RequestKind.REMOTE_CLOSED, invocation);
    }

    @Override
    public ClientStream stream(Invocation invocation) throws IOException, CallException {
        return open(RequestKind.REMOTE_OPEN, invocation);
    }

    private ClientStream open(RequestKind kind, Invocation invocation) throws IOException, CallException {
        Deadline deadline = new Deadline(
                invocation.options().timeout().orElse(Duration.ZERO).toNanos());
        SocketChannel channel = connect(remainingNanos(deadline));
        Request request = request(invocation.withMetadata(Streams.OWN_CONNECTION, "1"), deadline.remainingOnTheWire());
        ClientStream stream = ClientStream.open(channel, kind, request, deadline, streams::remove);
        streams.add(stream);
        if (closed) {
            stream.close();
        }
        return stream;
    }

    private static long remainingNanos(Deadline deadline) throws CallException {
        long remaining = deadline.remainingNanos();
        if (remaining <= 0) {
            throw new CallException(
                    Status.of(StatusCode.DEADLINE_EXCEEDED, "deadline passed before the call was sent"));
        }
        return remaining;
    }

    /** Makes the shared connection if there is none, so that a missing server is noticed before the first call. */
    void connectNow() throws IOException {
        connection(Long.MAX_VALUE);
    }

    private ClientConnection connection(long limitNanos) throws IOException {
        ClientConnection connection = current.get();
        return connection != null && connection.isUsable(System.nanoTime(), QUIET_NANOS)
                ? connection
                : reconnect(limitNanos);
    }

    private ClientConnection reconnect(long limitNanos) throws IOException {
        acquire(limitNanos);
        try {
            ClientConnection connection = current.get();
            if (connection != null && connection.isUsable(System.nanoTime(), QUIET_NANOS)) {
                return connection;
            }
            ClientConnection fresh = takeOver(openChannel(limitNanos));
            current.set(fresh);
            if (closed) {
                fresh.fail(new IOException(ClientConnection.CLIENT_CLOSED));
            }
            return fresh;
        } finally {
            connecting.unlock();
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

    private SocketChannel connect(long limitNanos) throws IOException {
        acquire(limitNanos);
        try {
            return openChannel(limitNanos);
        } finally {
            connecting.unlock();
        }
    }

    private SocketChannel openChannel(long limitNanos) throws IOException {
        if (closed) {
            throw new ConnectionClosedException(ClientConnection.CLIENT_CLOSED, null);
        }
        return connector.connect(limitNanos);
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
        return connection == null ? 0 : connection.calls().size();
    }

    /** Ends every call and stream that is under way. May be called twice. */
    void close() {
        closed = true;
        ClientConnection connection = current.get();
        if (connection != null) {
            connection.fail(new IOException(ClientConnection.CLIENT_CLOSED));
        }
        for (ClientStream stream : streams) {
            try {
                stream.close();
            } catch (IOException e) {
                // Closed all the same, and there is nothing that a caller could do.
            }
        }
    }
}
