package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.datagram.DatagramEndpoint;
import io.samehost.server.engine.Engine;
import io.samehost.server.engine.EventLoopEngine;
import io.samehost.server.engine.ThreadPerConnectionEngine;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.report.Reports;
import io.samehost.server.rpc.Dispatcher;
import io.samehost.server.rpc.Failures;
import io.samehost.server.rpc.HandlerThreads;
import io.samehost.server.rpc.RpcSession;
import io.samehost.server.session.RawService;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
    private static final long SWEEP_MILLIS = 250;

    /** Time between two looks at connections that others made. */
    private static final long GIVEN_MILLIS = 20;

    private final ServerSockets sockets = new ServerSockets();
    private final List<DatagramEndpoint> endpoints = new ArrayList<>();
    private final Dispatcher dispatcher;
    private final OpenConnections connections;
    private final Engine engine;
    private final HandlerThreads handlers;
    private final ScheduledThreadPoolExecutor timer;
    private final Duration drainTimeout;
    private final Duration idleLimit;
    private final Shutdown shutdown;

    private volatile long sweptNanos = System.nanoTime();

    Server(ServerSettings settings) {
        ListenOptions options = settings.listenOptions();
        this.drainTimeout = settings.drainTimeout;
        this.idleLimit = settings.closeWhenIdle;
        Reports reports = new Reports(settings.listeners);
        this.connections = new OpenConnections(
                settings.idleTimeout, settings.messageTimeout, settings.outputTimeout, settings.memory, reports);
        this.timer = newTimer();
        BuiltInServices.addTo(settings.services, this);
        if (settings.tellSchema) {
            SchemaService.addTo(settings.services, settings.schemas);
        }
        // After all that needs no socket: it waits for what Transports.prepare has begun.
        this.handlers = new HandlerThreads(settings.allowVirtualThreads());
        this.dispatcher = new Dispatcher(
                settings.services.intercepted(settings.interceptors),
                handlers,
                timer,
                new Failures(settings.tellFailures),
                reports);
        Admission admission = new Admission(settings.peers, options, service(settings), connections);
        this.engine = switch (settings.engine) {
            case THREADS -> new ThreadPerConnectionEngine(admission, connections, settings.maxConnections);
            case LOOP -> new EventLoopEngine(admission, connections, settings.loopSettings());
        };
        this.shutdown = new Shutdown(sockets, endpoints, connections, engine, handlers, timer);
    }

    private RawService service(ServerSettings settings) {
        if (settings.raw.isPresent()) {
            return settings.raw.get();
        }
        return connection -> new RpcSession(connection, dispatcher, settings.maxInFlight);
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
    void start(ServerSettings settings) throws IOException {
        try {
            sockets.open(settings);
            for (ListeningSocket socket : sockets.listening) {
                engine.listen(socket);
            }
            for (ServerSockets.Given connection : sockets.given) {
                engine.serve(connection.channel(), connection.address());
            }
            for (DatagramPort port : sockets.ports) {
                endpoints.add(new DatagramEndpoint(port, dispatcher, settings.maxInFlight));
            }
            endpoints.forEach(DatagramEndpoint::start);
            timer.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException | RuntimeException | Error e) {
            Closing.because(e, () -> shutdown.run(Duration.ZERO));
            throw e;
        }
    }

    private void sweep() {
        connections.sweep(System.nanoTime());
        sweptNanos = System.nanoTime();
        Duration idle = idleTime();
        if (!idleLimit.isZero() && idle.compareTo(idleLimit) >= 0) {
            shutdown();
        }
        LastingLog.tellRepeated();
    }

    /**
     * Addresses of the server, in the builder's order; port 0 has become the port that was picked. Those of listening
     * channels come last. Connections that others made have none here.
     */
    public List<Address> addresses() {
        return List.copyOf(sockets.addresses);
    }

    /** The provider that opened each socket, in the same order: {@code jdk} or {@code junixsocket}. */
    public List<String> providers() {
        return List.copyOf(sockets.providers);
    }

    /** True from the moment in which the server begins to close. */
    public boolean isClosing() {
        return shutdown.hasBegun();
    }

    /**
     * Runs {@code action} when the server begins to close, on the thread that closes it and before anything is closed; at once if
     * it has begun. The action should be quick. What it throws is logged.
     */
    public void onClosing(Runnable action) {
        shutdown.onBegin(action);
    }

    /**
     * Time since the server last looked at all its connections, which it does every quarter of a second; many seconds mean that
     * it is stuck. For a watchdog.
     */
    public Duration sinceLastRound() {
        return Duration.ofNanos(System.nanoTime() - sweptNanos);
    }

    /**
     * Waits until the connections that this server was given have ended; not at all if it was given none. For a program that
     * is started for one connection.
     */
    public void awaitGivenConnections() throws InterruptedException {
        while (sockets.hasGivenConnections()) {
            TimeUnit.MILLISECONDS.sleep(GIVEN_MILLIS);
        }
    }

    /** Connections that are open now. */
    public int connectionCount() {
        return connections.count();
    }

    /**
     * Time since the last call or stream ended, or since the server started; zero while one is at work. Connections on which
     * nothing moves do not count. It is known to a quarter of a second.
     */
    public Duration idleTime() {
        long nowNanos = System.nanoTime();
        long idleNanos = connections.idleNanos(nowNanos);
        for (DatagramEndpoint endpoint : endpoints) {
            idleNanos = Math.min(idleNanos, endpoint.idleNanos(nowNanos));
        }
        return Duration.ofNanos(idleNanos);
    }

    /** Calls and streams whose handlers run now; inline ones are not counted. */
    public int callsInFlight() {
        return connections.callsInFlight();
    }

    /**
     * Begins to close, with the builder's drain timeout, and returns at once. May be called anywhere, in a handler too: that
     * one gives its answer first, as every call that has begun. Does nothing if the server closes already.
     *
     * @see #awaitTermination
     */
    public void shutdown() {
        shutdown(drainTimeout);
    }

    /** Begins to close as {@link #close(Duration)} does, and returns at once. */
    public void shutdown(Duration drain) {
        shutdown.begin(drain);
    }

    /**
     * Waits until the server is closed, whoever closes it.
     *
     * @return false if {@code timeout} passed first
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return shutdown.await(timeout);
    }

    /** Calls and streams that were at work when the time to drain was over, and were cut; 0 while the server runs. */
    public int cutCalls() {
        return shutdown.cutCalls();
    }

    /** Closes with the builder's drain timeout. */
    @Override
    public void close() throws IOException {
        close(drainTimeout);
    }

    /**
     * Removes the socket files, stops listening, tells clients to begin no more calls here, lets calls that have begun end,
     * and closes the connections as they fall idle; after {@code drain} closes what is left, and interrupts the handlers that
     * still run. May be called twice; a second call waits for the first, and hurries it up when its own time is over.
     *
     * <p>In a handler, of this server or another one, it does not wait: it returns at once, as {@link #shutdown(Duration)}
     * does.
     *
     * @throws IOException if a socket file could not be removed; the server is closed all the same
     */
    public void close(Duration drain) throws IOException {
        if (Shutdown.isInsideHandler()) {
            shutdown.begin(drain);
        } else {
            shutdown.run(drain);
        }
    }
}
