package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.transport.ConnectFailedException;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls the methods of a server. All calls of a client share one connection, and many can be under way at once.
 *
 * <pre>{@code
 * try (Client client = Client.connect("unix:/run/user/1000/greeter.sock")) {
 *     byte[] answer = client.call("demo.Greeter", "Hello", name);
 * }
 * }</pre>
 *
 * <p>Thread-safe. A client whose connection was lost connects again for the next call; what was under way then fails
 * with {@link ConnectionClosedException} and is never sent twice.
 */
public final class Client implements Closeable {
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

    private volatile boolean closed;

    private Client(Address address, ClientConfig config) {
        this.address = address;
        this.config = config;
        this.connector = new Connector(address, config, () -> closed);
    }

    /** Connects to an address such as {@code unix:/run/tool.sock} or {@code tcp:3490}. */
    public static Client connect(String address) throws IOException {
        return connect(Address.parse(address));
    }

    /** Connects. */
    public static Client connect(Address address) throws IOException {
        return connect(address, ClientConfig.DEFAULT);
    }

    /**
     * Connects.
     *
     * @throws ConnectFailedException if there is no server; the reason is in it
     */
    public static Client connect(Address address, ClientConfig config) throws IOException {
        Client client = new Client(address, config);
        client.connection(Long.MAX_VALUE);
        return client;
    }

    /** Calls a method and waits for its result, with the client's own timeout. */
    public byte[] call(String service, String method, byte[] payload) throws IOException, CallException {
        return call(service, method, payload, CallOptions.DEFAULT);
    }

    /**
     * Calls a method and waits for its result. An interrupt ends the wait with status CANCELLED and stays set.
     *
     * @param payload must not change until the call is over
     * @throws CallException if the server answered with an error, or the deadline passed
     * @throws ConnectionClosedException if the connection went away meanwhile
     * @throws ConnectFailedException if the connection was lost before and there is no server now
     */
    public byte[] call(String service, String method, byte[] payload, CallOptions options)
            throws IOException, CallException {
        SyncCall call = new SyncCall(timeoutNanos(options));
        return begin(call, service, method, payload, options).await(call);
    }

    /** Calls a method and returns at once, with the client's own timeout. */
    public CompletableFuture<byte[]> callAsync(String service, String method, byte[] payload) {
        return callAsync(service, method, payload, CallOptions.DEFAULT);
    }

    /**
     * Calls a method and returns at once; only connecting, where that is needed, is waited for. The future fails with
     * what {@link #call} throws. What is attached to it runs on a thread of the client and should not take long.
     * Cancelling the future gives the call up.
     *
     * @param payload must not change until the call is over
     */
    public CompletableFuture<byte[]> callAsync(String service, String method, byte[] payload, CallOptions options) {
        AsyncCall call = new AsyncCall(timeoutNanos(options));
        try {
            begin(call, service, method, payload, options);
        } catch (CallException | IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return call.future();
    }

    private long timeoutNanos(CallOptions options) {
        return options.timeout().orElse(config.callTimeout()).toNanos();
    }

    private ClientConnection begin(PendingCall call, String service, String method, byte[] payload, CallOptions options)
            throws IOException, CallException {
        for (int attempt = 0; attempt < MAX_CONNECTIONS_PER_CALL; attempt++) {
            ClientConnection connection = connection(call.remainingNanos());
            long timeoutNanos = call.hasDeadline() ? call.remainingNanos() : 0;
            if (call.hasDeadline() && timeoutNanos <= 0) {
                throw new CallException(Status.of(StatusCode.DEADLINE_EXCEEDED, "deadline passed while connecting"));
            }
            try {
                if (connection.begin(call, new Request(service, method, payload, timeoutNanos, options.metadata()))) {
                    return connection;
                }
            } catch (OversizeException e) {
                throw new CallException(Status.of(StatusCode.RESOURCE_EXHAUSTED, "request: " + e.getMessage()));
            }
        }
        throw new ConnectionClosedException("server closes every connection at once: address=" + address, null);
    }

    /** @param limitNanos how long the caller can wait, whatever the configuration says */
    private ClientConnection connection(long limitNanos) throws IOException {
        ClientConnection connection = current.get();
        return connection != null && connection.isUsable(QUIET_NANOS) ? connection : reconnect(limitNanos);
    }

    private ClientConnection reconnect(long limitNanos) throws IOException {
        long attemptNanos = config.connectTimeout().toNanos();
        long totalNanos = Math.min(
                limitNanos, Math.max(attemptNanos, config.waitForServer().toNanos()));
        acquire(totalNanos);
        try {
            ClientConnection connection = current.get();
            if (connection != null && connection.isUsable(QUIET_NANOS)) {
                return connection;
            }
            if (closed) {
                throw new ConnectionClosedException(ClientConnection.CLIENT_CLOSED, null);
            }
            SocketChannel channel = connector.connect(attemptNanos, totalNanos);
            ClientConnection fresh = new ClientConnection(channel, address.toString());
            current.set(fresh);
            if (closed) {
                fresh.fail(new IOException(ClientConnection.CLIENT_CLOSED));
            }
            return fresh;
        } finally {
            connecting.unlock();
        }
    }

    private void acquire(long timeoutNanos) throws IOException {
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

    /** Ends every call that is under way, with {@link ConnectionClosedException}, and closes. May be called twice. */
    @Override
    public void close() {
        closed = true;
        ClientConnection connection = current.get();
        if (connection != null) {
            connection.fail(new IOException(ClientConnection.CLIENT_CLOSED));
        }
    }
}
