package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.transport.ConnectFailedException;
import io.samehost.wire.Method;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

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
    private final Connections connections;
    private final ClientInterceptor.Calls calls;

    private Client(Address address, ClientConfig config) {
        this.connections = new Connections(address, config);
        this.calls = InterceptedCalls.chain(config.interceptors(), connections);
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
        client.connections.connectNow();
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
        return calls.call(new Invocation(service, method, payload, options));
    }

    /**
     * Calls a method with a value and waits for the value of its answer, with the client's own timeout.
     *
     * @throws CallException also with status INTERNAL if the answer cannot be decoded
     * @throws IllegalArgumentException if the value cannot be encoded; nothing was sent
     */
    public <Q, S> S call(Method<Q, S> method, Q value) throws IOException, CallException {
        byte[] answer = call(method.service(), method.name(), encode(method, value));
        try {
            return method.response().decode(answer);
        } catch (Exception e) {
            throw new CallException(Status.of(StatusCode.INTERNAL, "answer cannot be decoded: " + e));
        }
    }

    private static <Q> byte[] encode(Method<Q, ?> method, Q value) {
        try {
            return method.request().encode(value);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "value cannot be encoded: method=" + method.service() + "/" + method.name(), e);
        }
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
        return calls.callAsync(new Invocation(service, method, payload, options));
    }

    /** Opens a stream on which the server sends, and to which no deadline applies. */
    public ClientStream serverStream(String service, String method, byte[] payload) throws IOException, CallException {
        return serverStream(service, method, payload, CallOptions.DEFAULT);
    }

    /**
     * Opens a stream on which the server sends and the client has said everything with its request.
     *
     * @param options a stream has no deadline unless one is set here
     */
    public ClientStream serverStream(String service, String method, byte[] payload, CallOptions options)
            throws IOException, CallException {
        return calls.serverStream(new Invocation(service, method, payload, options));
    }

    /** Opens a stream on which both ends may send, and to which no deadline applies. */
    public ClientStream stream(String service, String method, byte[] payload) throws IOException, CallException {
        return stream(service, method, payload, CallOptions.DEFAULT);
    }

    /**
     * Opens a stream on which both ends may send. A client stream is one on which the server does not, and which it ends
     * with {@link ClientStream#result}.
     *
     * @param options a stream has no deadline unless one is set here
     */
    public ClientStream stream(String service, String method, byte[] payload, CallOptions options)
            throws IOException, CallException {
        return calls.stream(new Invocation(service, method, payload, options));
    }

    /** Calls that have begun and not ended; streams are not counted. */
    public int callsInFlight() {
        return connections.callsInFlight();
    }

    /**
     * Ends every call and stream that is under way, with {@link ConnectionClosedException}, and closes. May be called
     * twice, from any thread.
     */
    @Override
    public void close() {
        connections.close();
    }
}
