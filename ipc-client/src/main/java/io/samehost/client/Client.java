package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.DescriptorAddress;
import io.samehost.client.call.ValueFuture;
import io.samehost.client.connection.GivenConnection;
import io.samehost.transport.ChannelAddresses;
import io.samehost.transport.InheritedSockets;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.wire.Method;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

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
 * with {@link ConnectionClosedException}. Only a call that the server has certainly not begun, since it closes, is made again
 * by the client itself.
 */
public final class Client implements Caller, Closeable {
    private static final byte[] NO_BYTES = {};

    private final ClientCalls unintercepted;
    private final ClientInterceptor.Calls calls;

    /** Closes a connection that was given and never used. */
    private final Closeable given;

    /**
     * Makes the connections of a client in a way of its own, such as by starting the server first. The client uses it for one
     * connection at a time.
     */
    public interface Dialer {
        /** One call over a connection that has just been made, before any other. */
        interface Greeting {
            byte[] call(String service, String method, byte[] payload, Duration timeout)
                    throws IOException, CallException;
        }

        /** Connects within {@code limitNanos}. The channel is the client's to close. */
        SocketChannel dial(long limitNanos) throws IOException;

        /**
         * Looks at the server at the other end, within {@code limitNanos}.
         *
         * @return false if the connection is of no use, and the client should dial again
         */
        boolean greet(Greeting greeting, long limitNanos) throws IOException;

        /** The user whose server was connected to last. */
        Optional<PeerCredentials> server();
    }

    private Client(ClientCalls unintercepted, ClientConfig config, Closeable given) {
        this.unintercepted = unintercepted;
        this.given = given;
        this.calls = InterceptedCalls.chain(config.interceptors(), unintercepted);
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
     * Connects. With {@code fd:3} it is {@link #over} the connection that this program was started with as its descriptor 3.
     *
     * @throws ConnectFailedException if there is no server; the reason is in it
     * @throws ForeignServerException if the server is another user's; see {@link ClientConfig#withServerUser}
     */
    public static Client connect(Address address, ClientConfig config) throws IOException {
        if (address instanceof DescriptorAddress inherited) {
            return over(InheritedSockets.forClient(inherited), address, config);
        }
        return connect(address, config, () -> true);
    }

    /**
     * Connects to a server that is being started, and waits for it no longer than it may come up.
     *
     * @param mayComeUp asked after each failure, while {@link ClientConfig#waitForServer} lasts: false, once the server will
     *     not come up any more, ends the wait. For a child this is {@code process::isAlive}
     * @throws ConnectFailedException if there is no server
     * @throws ForeignServerException if the server is another user's
     */
    public static Client connect(Address address, ClientConfig config, BooleanSupplier mayComeUp) throws IOException {
        return connected(to(address, config, mayComeUp, Optional.empty()));
    }

    /** Connects by {@code dialer}, now and whenever a connection was lost. {@code address} is for texts. */
    public static Client connect(Address address, ClientConfig config, Dialer dialer) throws IOException {
        return connected(to(address, config, () -> true, Optional.of(dialer)));
    }

    private static Client to(Address address, ClientConfig config, BooleanSupplier mayComeUp, Optional<Dialer> dialer) {
        return new Client(new ClientCalls(address, config, mayComeUp, dialer), config, () -> {});
    }

    private static Client connected(Client client) throws IOException {
        client.unintercepted.connectNow();
        return client;
    }

    /** {@link #over(SocketChannel, ClientConfig)} with the defaults. */
    public static Client over(SocketChannel connection) throws IOException {
        return over(connection, ClientConfig.DEFAULT);
    }

    /**
     * Speaks over a connection that others made, of which this is the client's end. It carries calls, or one stream, whichever
     * begins first, and is closed with the client. Once it is lost, every call fails with {@link ConnectFailedException}. Calls
     * go one way only: a server on the same channel would read the answers to this client.
     *
     * <p>Whose the server is, is asked with the first call. On a pair of sockets it is the user who made the pair.
     *
     * @throws IllegalArgumentException if it is TCP and not on loopback
     */
    public static Client over(SocketChannel connection, ClientConfig config) throws IOException {
        return over(connection, ChannelAddresses.ofServer(connection), config);
    }

    private static Client over(SocketChannel connection, Address address, ClientConfig config) {
        GivenConnection given = new GivenConnection(address, connection);
        return new Client(new ClientCalls(address, given, config), config, given);
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

    @Override
    public <Q, S> S call(Method<Q, S> method, Q value, CallOptions options) throws IOException, CallException {
        Invocation invocation = Invocation.of(method, value, options);
        Optional<FutureCall.LentAnswer<S>> lent = lentAnswer(method);
        return lent.isPresent()
                ? lent.get().of(unintercepted.answerTo(invocation, true))
                : CallException.valueOf(method, calls.call(invocation));
    }

    /** Interceptors see arrays. */
    private <S> Optional<FutureCall.LentAnswer<S>> lentAnswer(Method<?, S> method) {
        return calls == unintercepted ? FutureCall.LentAnswer.of(method) : Optional.empty();
    }

    /** Calls a method and returns at once, with the client's own timeout. */
    public CompletableFuture<byte[]> callAsync(String service, String method, byte[] payload) {
        return callAsync(service, method, payload, CallOptions.DEFAULT);
    }

    /**
     * Calls a method and returns at once; only connecting, where that is needed, is waited for. The future fails with
     * what {@link #call} throws. Code that is attached to it runs on a thread of the client and should not take long.
     * Cancelling the future gives the call up.
     *
     * @param payload must not change until the call is over
     */
    public CompletableFuture<byte[]> callAsync(String service, String method, byte[] payload, CallOptions options) {
        return calls.callAsync(new Invocation(service, method, payload, options));
    }

    @Override
    public <Q, S> CompletableFuture<S> callAsync(Method<Q, S> method, Q value, CallOptions options) {
        Invocation invocation = Invocation.of(method, value, options);
        Optional<FutureCall.LentAnswer<S>> lent = lentAnswer(method);
        return lent.isPresent()
                ? unintercepted.callAsync(invocation, lent.get())
                : ValueFuture.of(calls.callAsync(invocation), answer -> CallException.valueOf(method, answer));
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

    @Override
    public <Q, S> TypedStream<Q, S> serverStream(Method<Q, S> method, Q value, CallOptions options)
            throws IOException, CallException {
        return TypedStream.of(method, calls.serverStream(Invocation.of(method, value, options)));
    }

    /** Opens a stream on which both ends may send, and to which no deadline applies. */
    public ClientStream stream(String service, String method, byte[] payload) throws IOException, CallException {
        return stream(service, method, payload, CallOptions.DEFAULT);
    }

    /**
     * Opens a stream on which both ends may send. A client stream is one on which the server does not, and which it ends
     * with {@link ClientStream#result}.
     *
     * @param payload the first message; an empty one is none
     * @param options a stream has no deadline unless one is set here
     */
    public ClientStream stream(String service, String method, byte[] payload, CallOptions options)
            throws IOException, CallException {
        return calls.stream(new Invocation(service, method, payload, options));
    }

    @Override
    public <Q, S> TypedStream<Q, S> stream(Method<Q, S> method, CallOptions options) throws IOException, CallException {
        return TypedStream.of(method, stream(method.service(), method.name(), NO_BYTES, options));
    }

    /** The user whose server was connected to last; empty if any was allowed over TCP, where asking takes milliseconds. */
    public Optional<PeerCredentials> server() {
        return unintercepted.server();
    }

    /** Calls that have begun and not ended; streams are not counted. */
    public int callsInFlight() {
        return unintercepted.callsInFlight();
    }

    /**
     * Ends every call and stream that is under way, with {@link ConnectionClosedException}, and closes. May be called
     * twice, from any thread.
     */
    @Override
    public void close() {
        unintercepted.close();
        try {
            given.close();
        } catch (IOException e) {
            // Closed all the same, and there is nothing that a caller could do.
        }
    }
}
