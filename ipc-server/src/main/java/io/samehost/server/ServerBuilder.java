package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ClientStreamHandler;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerStreamHandler;
import io.samehost.server.handler.StatusException;
import io.samehost.server.listener.ServerListener;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.rpc.Services;
import io.samehost.server.session.RawService;
import io.samehost.server.setting.Setting;
import io.samehost.transport.peer.PeerPolicy;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Settings of a {@link Server}. Not thread-safe; use it for one server. */
public final class ServerBuilder implements Handlers<ServerBuilder> {
    private final ServerSettings settings = new ServerSettings();

    ServerBuilder() {}

    /** Adds an address to listen on, such as {@code unix:/run/tool.sock} or {@code tcp:3490}. */
    public ServerBuilder listen(String address) {
        return listen(Address.parse(address));
    }

    /**
     * Adds an address to listen on. {@code fd:3} is descriptor 3 of this program: a socket that listens, as for
     * {@link #listen(ServerSocketChannel)}, or one connection, as for {@link #serve}. Over {@code udp:}, which needs
     * {@link #allowAnyUser}, and {@code unixgram:} the same handlers answer datagrams of one frame; nothing else does.
     */
    public ServerBuilder listen(Address address) {
        settings.addresses.add(address);
        return this;
    }

    /**
     * Adds a socket that others made and that listens already. The server neither closes it nor removes its file, and leaves
     * its blocking mode as it was; nobody else may use the channel until the server is closed.
     */
    public ServerBuilder listen(ServerSocketChannel channel) {
        settings.channels.add(channel);
        return this;
    }

    /**
     * Adds one connection that others made, of which this is the server's end. The server closes it when it ends, or if the
     * server does not start. Calls go one way only: a {@code Client} on the same channel would read the answers of this server.
     */
    public ServerBuilder serve(SocketChannel connection) {
        settings.connections.add(connection);
        return this;
    }

    @Override
    public ServerBuilder handle(String service, String method, RequestHandler handler) {
        settings.services.add(service, method, new Services.Unary(handler, false));
        return this;
    }

    @Override
    public ServerBuilder handleInline(String service, String method, RequestHandler handler) {
        settings.services.add(service, method, new Services.Unary(handler, true));
        return this;
    }

    @Override
    public ServerBuilder handleClientStream(
            String service, String method, ClientStreamHandler<byte[], byte[]> handler) {
        settings.services.add(service, method, Services.Streaming.fromClient(handler));
        return this;
    }

    @Override
    public ServerBuilder handleServerStream(
            String service, String method, ServerStreamHandler<byte[], byte[]> handler) {
        settings.services.add(service, method, Services.Streaming.fromServer(handler));
        return this;
    }

    @Override
    public ServerBuilder handleBidi(String service, String method, BidiHandler<byte[], byte[]> handler) {
        settings.services.add(service, method, Services.Streaming.fromBoth(handler));
        return this;
    }

    @Override
    public ServerBuilder schema(String service, Supplier<byte[]> descriptors) {
        settings.schemas.put(service, descriptors);
        return this;
    }

    @Override
    public ServerBuilder add(Service service) {
        service.addTo(this);
        return this;
    }

    /** Keeps from clients what the messages of its methods are: {@code samehost.Server/Schema} is not served. */
    public ServerBuilder withoutSchema() {
        settings.tellSchema = false;
        return this;
    }

    /** Puts an interceptor around every handler, the built-in ones too. The first one added is the outermost. */
    public ServerBuilder intercept(ServerInterceptor interceptor) {
        settings.interceptors.add(interceptor);
        return this;
    }

    /** Tells {@code listener} too of calls and connections. */
    public ServerBuilder listener(ServerListener listener) {
        settings.listeners.add(listener);
        return this;
    }

    /** Tells callers the text of what a handler threw; unless set, the class, but for a {@link StatusException}. */
    public ServerBuilder tellFailures() {
        settings.tellFailures = true;
        return this;
    }

    /** Serves bytes instead of calls. A server has either handlers or one raw service. */
    public ServerBuilder raw(RawService service) {
        settings.raw = Optional.of(service);
        return this;
    }

    /** Chooses how the server waits for its connections; {@link EngineKind#THREADS} unless set. */
    public ServerBuilder engine(EngineKind kind) {
        settings.engine = kind;
        return this;
    }

    /** How long {@link EngineKind#LOOP} polls before it sleeps; zero unless set. Saves a wake-up, costs a processor. */
    public ServerBuilder spin(Duration time) {
        settings.spin = time;
        return this;
    }

    /**
     * How many threads poll at most with {@link EngineKind#LOOP}, for each channel provider; half as many as there are processors
     * unless set, and at least one. A further one starts when each has a connection.
     */
    public ServerBuilder loops(int threads) {
        settings.loops = Optional.of(ServerSettings.requirePositive(Setting.LOOPS, threads));
        return this;
    }

    /** Sets how many connections may wait to be accepted; 128 unless set. */
    public ServerBuilder backlog(int connections) {
        settings.backlog = ServerSettings.requirePositive(Setting.BACKLOG, connections);
        return this;
    }

    /** The mode of socket files; 0600 unless set. */
    public ServerBuilder socketFileMode(int mode) {
        settings.socketFileMode = mode;
        return this;
    }

    /**
     * SO_SNDBUF and SO_RCVBUF of every connection, in bytes; what the system gives unless set. Linux may give less ({@code
     * net.core.wmem_max}). Over TCP, buffers that were set do not grow with the load. Not for datagram addresses. At least 1.
     */
    public ServerBuilder socketBuffers(int bytes) {
        settings.socketBufferBytes = ServerSettings.requirePositive(Setting.SOCKET_BUFFERS, bytes);
        return this;
    }

    /** Further connections wait in the backlog until one leaves; 1024 unless set. */
    public ServerBuilder maxConnections(int connections) {
        settings.maxConnections = ServerSettings.requirePositive(Setting.MAX_CONNECTIONS, connections);
        return this;
    }

    /**
     * A connection with so many calls at work is not read from until one ends, and so many streams that its client sends
     * on may be open; 256 unless set.
     */
    public ServerBuilder maxInFlight(int calls) {
        settings.maxInFlight = ServerSettings.requirePositive(Setting.MAX_IN_FLIGHT, calls);
        return this;
    }

    /** Closes connections on which nothing moved for so long, unread answers too; zero, the default, means never. */
    public ServerBuilder idleTimeout(Duration timeout) {
        settings.idleTimeout = timeout;
        return this;
    }

    /** Closes connections whose peer takes longer than this for one frame; 30 seconds unless set, zero for never. */
    public ServerBuilder messageTimeout(Duration timeout) {
        settings.messageTimeout = timeout;
        return this;
    }

    /** Closes connections whose peer takes nothing of its output for so long; 5 minutes unless set, zero for never. */
    public ServerBuilder outputTimeout(Duration timeout) {
        settings.outputTimeout = timeout;
        return this;
    }

    /**
     * The memory that all peers together may take: by requests that are not answered, messages of streams that are not
     * received, and answers that the peers do not read; a quarter of the heap unless set. While it is used up, connections
     * that hold some of it are not read from, and those of them whose peers stand still are closed. Some kilobytes of each
     * connection do not count, nor do datagrams, of which an address holds {@code maxInFlight}, nor four mebibytes that the whole
     * program keeps for large payloads to come. At least 1.
     */
    public ServerBuilder memoryBudget(long bytes) {
        settings.memory = new MemoryBudget(ServerSettings.requirePositive(Setting.MEMORY_BUDGET, bytes));
        return this;
    }

    /** Sets how long {@link Server#close()} lets calls end; 5 seconds unless set. */
    public ServerBuilder drainTimeout(Duration timeout) {
        settings.drainTimeout = timeout;
        return this;
    }

    /**
     * Closes the server when it was idle for so long ({@link Server#idleTime}); zero, the default, means never. No call is
     * lost by it: a client whose call comes too late learns that it was not processed.
     */
    public ServerBuilder closeWhenIdle(Duration time) {
        settings.closeWhenIdle = time;
        return this;
    }

    /** Lets a further user connect, by name or number. For AF_UNIX the socket file's mode has to allow it too. */
    public ServerBuilder allowUser(String user) {
        settings.peers = settings.peers.alsoAllow(user);
        return this;
    }

    /** Lets every user of this machine connect. */
    public ServerBuilder allowAnyUser() {
        settings.peers = PeerPolicy.anyUser();
        return this;
    }

    /**
     * Binds every address and serves.
     *
     * @throws IOException if an address cannot be had; then none is kept
     * @throws IllegalArgumentException if the settings make no sense together; the message says which
     */
    public Server start() throws IOException {
        settings.requireSense();
        Server server = new Server(settings);
        server.start(settings);
        return server;
    }
}
