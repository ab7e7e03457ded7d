package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.address.UnixDatagramAddress;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.PeerPolicy;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings of a {@link Server}. Not thread-safe; use it for one server. */
public final class ServerBuilder {
    private static final int WRITABLE_BY_OTHERS = 0022;

    final List<Address> addresses = new ArrayList<>();
    final Services services = new Services();
    final List<ServerInterceptor> interceptors = new ArrayList<>();
    Optional<RawService> raw = Optional.empty();
    EngineKind engine = EngineKind.THREADS;
    PeerPolicy peers = PeerPolicy.sameUser();
    int maxConnections = 1024;
    int maxInFlight = 256;
    Duration idleTimeout = Duration.ZERO;
    Duration messageTimeout = Duration.ofSeconds(30);
    Duration drainTimeout = Duration.ofSeconds(5);
    Duration spin = Duration.ZERO;
    private int backlog = ListenOptions.DEFAULT.backlog();
    private int socketFileMode = ListenOptions.DEFAULT.socketFileMode();
    private int socketBufferBytes = ListenOptions.DEFAULT.socketBufferBytes();

    ServerBuilder() {}

    /** Adds an address to listen on, such as {@code unix:/run/tool.sock} or {@code tcp:3490}. */
    public ServerBuilder listen(String address) {
        return listen(Address.parse(address));
    }

    /**
     * Adds an address to listen on. Over {@code udp:} and {@code unixgram:} the same handlers answer, one frame a
     * datagram; streams and raw services need {@code unix:} or {@code tcp:}.
     */
    public ServerBuilder listen(Address address) {
        addresses.add(address);
        return this;
    }

    /**
     * Adds a handler that may block: it runs on a thread of its own, a virtual one where the runtime has them. While it
     * shows itself quick it runs on the thread that reads, like an inline one; if it blocks there, another thread reads
     * on, after about two milliseconds in which other calls of the connection, or of the loop, had to wait.
     */
    public ServerBuilder handle(String service, String method, RequestHandler handler) {
        services.add(service, method, new Services.Unary(handler, false));
        return this;
    }

    /**
     * Adds a handler that promises to be quick and not to block: it runs on the thread that reads, which is faster, and
     * holds up other calls of the same connection, or with the event loop of all connections, while it runs.
     */
    public ServerBuilder handleInline(String service, String method, RequestHandler handler) {
        services.add(service, method, new Services.Unary(handler, true));
        return this;
    }

    /** Adds a handler of streams; it runs on a thread of its own. */
    public ServerBuilder handleStream(String service, String method, StreamHandler handler) {
        services.add(service, method, new Services.Streaming(handler));
        return this;
    }

    /** Adds a handler of values instead of bytes, which may block like one of {@link #handle(String, String, RequestHandler)}. */
    public <Q, S> ServerBuilder handle(Method<Q, S> method, TypedHandler<Q, S> handler) {
        return handle(method.service(), method.name(), request -> {
            Q value = decode(method, request);
            return method.response().encode(handler.handle(value, request));
        });
    }

    private static <Q> Q decode(Method<Q, ?> method, ServerRequest request) throws StatusException {
        try {
            return method.request().decode(request.payload());
        } catch (Exception e) {
            throw new StatusException(StatusCode.INVALID_ARGUMENT, "request cannot be decoded: " + e);
        }
    }

    /** Puts an interceptor around every handler, the built-in ones too. The first one added is the outermost. */
    public ServerBuilder intercept(ServerInterceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    /** Serves bytes instead of calls. A server has either handlers or one raw service. */
    public ServerBuilder raw(RawService service) {
        raw = Optional.of(service);
        return this;
    }

    /** How the server waits for its connections; {@link EngineKind#THREADS} unless set. */
    public ServerBuilder engine(EngineKind kind) {
        engine = kind;
        return this;
    }

    /**
     * How long the loop goes on polling after something happened before it sleeps; zero unless set. It saves the time of a
     * wake-up and costs a processor meanwhile. For {@link EngineKind#LOOP} only: a thread that blocks in read cannot poll.
     */
    public ServerBuilder spin(Duration time) {
        spin = time;
        return this;
    }

    /** How many connections may wait to be accepted; 128 unless set. */
    public ServerBuilder backlog(int connections) {
        backlog = connections;
        return this;
    }

    /** The mode of socket files; 0600 unless set. */
    public ServerBuilder socketFileMode(int mode) {
        socketFileMode = mode;
        return this;
    }

    /**
     * SO_SNDBUF and SO_RCVBUF of every connection, in bytes; what the system gives unless set. Linux may give less, and
     * says so nowhere ({@code net.core.wmem_max}, {@code net.core.rmem_max}); over TCP, buffers that were set do not grow
     * with the load as others do. For streams: a server with a datagram address too does not start.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public ServerBuilder socketBuffers(int bytes) {
        socketBufferBytes = requirePositive("socketBufferBytes", bytes);
        return this;
    }

    /** Further connections wait in the backlog until one leaves; 1024 unless set. */
    public ServerBuilder maxConnections(int connections) {
        maxConnections = requirePositive("maxConnections", connections);
        return this;
    }

    /**
     * A connection with so many calls at work is not read from until one ends, and so many streams that its client sends
     * on may be open; 256 unless set.
     */
    public ServerBuilder maxInFlight(int calls) {
        maxInFlight = requirePositive("maxInFlight", calls);
        return this;
    }

    private static int requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + name + "=" + value);
        }
        return value;
    }

    /** Closes connections on which nothing happened for so long; zero, which is the default, means never. */
    public ServerBuilder idleTimeout(Duration timeout) {
        idleTimeout = timeout;
        return this;
    }

    /** Closes connections whose peer stopped in the middle of a frame for so long; 30 seconds unless set, zero for never. */
    public ServerBuilder messageTimeout(Duration timeout) {
        messageTimeout = timeout;
        return this;
    }

    /** How long {@link Server#close()} lets calls end; 5 seconds unless set. */
    public ServerBuilder drainTimeout(Duration timeout) {
        drainTimeout = timeout;
        return this;
    }

    /** Lets a further user connect, by name or number. For AF_UNIX the socket file's mode has to allow it too. */
    public ServerBuilder allowUser(String user) {
        peers = peers.alsoAllow(user);
        return this;
    }

    /** Lets every user of this machine connect. */
    public ServerBuilder allowAnyUser() {
        peers = PeerPolicy.anyUser();
        return this;
    }

    /** An AF_UNIX datagram does not say who sent it, so where only some users may call, the file's mode has to see to it. */
    void requireIdentifiableSenders(Address address) {
        boolean anybody = peers.permits(Optional.empty());
        boolean othersMayWrite = (socketFileMode & WRITABLE_BY_OTHERS) != 0;
        if (address instanceof UnixDatagramAddress && !anybody && othersMayWrite) {
            throw new IllegalArgumentException("cannot tell who sends AF_UNIX datagrams: address=" + address + " mode="
                    + Integer.toOctalString(socketFileMode)
                    + ", use --mode 0600, or --allow-any-user to let everybody in who may write to the file");
        }
    }

    /** A datagram that does not fit a buffer is none at all, so those are left to the system. */
    void requireSystemBuffers(Address address) {
        if (socketBufferBytes > 0) {
            throw new IllegalArgumentException("socket buffers are for streams: address=" + address
                    + " socketBufferBytes=" + socketBufferBytes + ", use a server of its own for datagrams");
        }
    }

    ListenOptions listenOptions() {
        return new ListenOptions(backlog, socketFileMode, socketBufferBytes);
    }

    /**
     * Binds every address and serves.
     *
     * @throws IOException if an address cannot be had; then none is kept
     * @throws IllegalArgumentException if there is nothing to listen on, or both handlers and a raw service, or an engine that
     *     cannot spin and should, or socket buffers to set for datagrams
     */
    public Server start() throws IOException {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address to listen on, add one such as unix:/run/tool.sock");
        }
        if (raw.isPresent() && !services.isEmpty()) {
            throw new IllegalArgumentException("a server has either handlers or one raw service, not both");
        }
        if (!spin.isZero() && engine == EngineKind.THREADS) {
            throw new IllegalArgumentException(
                    "threads that block cannot spin: engine=threads spin=" + spin + ", use engine loop");
        }
        Server server = new Server(this);
        server.start(this);
        return server;
    }
}
