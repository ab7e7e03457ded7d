package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.address.TcpAddress;
import io.samehost.address.UdpAddress;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.PeerPolicy;
import io.samehost.transport.Transports;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Serves one set of handlers, or one raw service, on any number of addresses of any family.
 *
 * <pre>{@code
 * try (Server server = Server.builder()
 *         .listen("unix:/run/user/1000/greeter.sock")
 *         .listen("tcp:3490")
 *         .handle("demo.Greeter", "Hello", request -> greet(request.payload()))
 *         .start()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Only the user who runs the server may connect, unless the builder says otherwise. A running server has threads that
 * keep the program alive until it is closed. All methods may be called from any thread.
 */
public final class Server implements Closeable {
    private static final LastingLog LOG = new LastingLog(Server.class);
    private static final long SWEEP_MILLIS = 250;

    private final List<ListeningSocket> sockets = new ArrayList<>();
    private final List<DatagramPort> ports = new ArrayList<>();
    private final List<DatagramEndpoint> endpoints = new ArrayList<>();
    private final List<Address> addresses = new ArrayList<>();
    private final List<String> providers = new ArrayList<>();
    private final Dispatcher dispatcher;
    private final Connections connections;
    private final Engine engine;
    private final ExecutorService handlers;
    private final ScheduledThreadPoolExecutor timer;
    private final Duration drainTimeout;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    Server(ServerBuilder settings) {
        ListenOptions options = settings.listenOptions();
        this.drainTimeout = settings.drainTimeout;
        this.connections = new Connections(settings.idleTimeout, settings.messageTimeout);
        this.handlers = HandlerThreads.create(mayUseVirtualThreads(settings));
        this.timer = newTimer();
        BuiltInServices.addTo(settings.services, this);
        this.dispatcher = new Dispatcher(settings.services.intercepted(settings.interceptors), handlers, timer);
        Admission admission = new Admission(settings.peers, options, service(settings), connections);
        this.engine = switch (settings.engine) {
            case THREADS -> new ThreadPerConnectionEngine(admission, connections, settings.maxConnections);
            case LOOP -> new EventLoopEngine(admission, connections, settings.maxConnections, settings.spin);
        };
    }

    private Function<AcceptedConnection, Session> service(ServerBuilder settings) {
        if (settings.raw.isPresent()) {
            return settings.raw.get()::open;
        }
        return connection -> new RpcSession(connection, dispatcher, settings.maxInFlight);
    }

    /** Handlers' threads write their answers, with the event loop to channels that never block. */
    private static boolean mayUseVirtualThreads(ServerBuilder settings) {
        return settings.engine == EngineKind.LOOP || settings.addresses.stream().allMatch(Transports::areJdkChannels);
    }

    private static ScheduledThreadPoolExecutor newTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "samehost-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    public static ServerBuilder builder() {
        return new ServerBuilder();
    }

    /** Binds every address, and only then accepts on any; if one cannot be had, none is kept. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the timer
    void start(ServerBuilder settings) throws IOException {
        try {
            for (Address address : settings.addresses) {
                requireIdentifiablePeers(address, settings.peers);
                bind(address, settings);
            }
            for (ListeningSocket socket : sockets) {
                engine.listen(socket);
            }
            for (DatagramPort port : ports) {
                endpoints.add(new DatagramEndpoint(port, dispatcher, settings.peers, settings.maxInFlight));
            }
            endpoints.forEach(DatagramEndpoint::start);
        } catch (IOException | RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
        timer.scheduleWithFixedDelay(
                () -> connections.sweep(System.nanoTime()), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void bind(Address address, ServerBuilder settings) throws IOException {
        if (!Datagrams.isDatagram(address)) {
            ListeningSocket socket = Transports.listen(address, settings.listenOptions());
            sockets.add(socket);
            addresses.add(socket.address());
            providers.add(socket.provider());
            return;
        }
        if (settings.raw.isPresent()) {
            throw new IllegalArgumentException(
                    "a raw service needs streams: address=" + address + ", use unix: or tcp:");
        }
        settings.requireIdentifiableSenders(address);
        settings.requireSystemBuffers(address);
        DatagramPort port = Datagrams.bind(address, settings.listenOptions());
        ports.add(port);
        addresses.add(port.address());
        providers.add(port.provider());
    }

    /** A loopback port is open to every user of the machine, so where users cannot be told apart, somebody has to decide. */
    private static void requireIdentifiablePeers(Address address, PeerPolicy peers) throws IOException {
        boolean anybody = peers.permits(Optional.empty());
        boolean isPort = address instanceof TcpAddress || address instanceof UdpAddress;
        if (isPort && !anybody && !PeerPolicy.canIdentifyTcpPeers()) {
            throw new IOException("cannot tell who connects to a port on this system: address=" + address
                    + ", use a unix: address, or --allow-any-user to let every local user in");
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close(Duration.ZERO);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Where clients reach the server, in the order of the builder, with the port that was picked where 0 was asked for. */
    public List<Address> addresses() {
        return List.copyOf(addresses);
    }

    /** Who opened each socket, in the same order: {@code jdk} or {@code junixsocket}. */
    public List<String> providers() {
        return List.copyOf(providers);
    }

    boolean isClosing() {
        return closing.get();
    }

    /** Connections that are open now. */
    public int connectionCount() {
        return connections.count();
    }

    /** Calls and streams whose handlers run now; inline ones are not counted. */
    public int callsInFlight() {
        return connections.callsInFlight();
    }

    /** Closes with the builder's drain timeout. */
    @Override
    public void close() throws IOException {
        close(drainTimeout);
    }

    /**
     * Stops listening at once, lets calls that have begun end, and closes the connections as they fall idle; after {@code
     * drain} closes what is left, and interrupts the handlers that still run. May be called twice; a second call
     * waits for the first, and hurries it up when its own time is over.
     *
     * @throws IOException if a socket file could not be removed; the server is closed all the same
     */
    public void close(Duration drain) throws IOException {
        if (closing.compareAndSet(false, true)) {
            try {
                closeFirst(drain);
            } finally {
                closed.countDown();
            }
        } else if (!awaitClosed(drain)) {
            connections.closeAll();
        }
    }

    private void closeFirst(Duration drain) throws IOException {
        engine.stopListening();
        endpoints.forEach(DatagramEndpoint::stop);
        IOException failure = closeAll(sockets, null);
        connections.drain();
        awaitConnections(drain);
        endpoints.forEach(endpoint -> endpoint.awaitIdle(drain));
        connections.closeAll();
        engine.close();
        endHandlers();
        failure = closeAll(ports, failure); // only now: the last answers leave through them
        timer.shutdownNow();
        if (failure != null) {
            throw failure;
        }
    }

    private boolean awaitClosed(Duration timeout) {
        try {
            return closed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Handlers that do not heed the interrupt are left behind after a second. */
    private void endHandlers() {
        handlers.shutdownNow();
        try {
            if (!handlers.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "handlers still run although they were interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitConnections(Duration drain) {
        try {
            if (!connections.awaitNone(drain)) {
                LOG.log(Level.INFO, () -> "closing connections that are still busy: count=" + connections.count());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException closeAll(List<? extends Closeable> closeables, IOException earlier) {
        IOException failure = earlier;
        for (Closeable closeable : closeables) {
            try {
                closeable.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }
}
