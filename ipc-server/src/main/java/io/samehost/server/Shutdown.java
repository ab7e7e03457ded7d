package io.samehost.server;

import io.samehost.server.connection.OpenConnections;
import io.samehost.server.datagram.DatagramEndpoint;
import io.samehost.server.engine.Engine;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.rpc.Dispatcher;
import io.samehost.server.rpc.HandlerThreads;
import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of a server, which happens once: nobody new finds it, who has found it is let in, what has begun ends, the rest is
 * cut. Sockets and endpoints belong to the server, which has filled them before. Thread-safe.
 */
final class Shutdown {
    private static final LastingLog LOG = new LastingLog(Server.class);

    private final ServerSockets sockets;
    private final List<DatagramEndpoint> endpoints;
    private final OpenConnections connections;
    private final Engine engine;
    private final HandlerThreads handlers;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final AtomicInteger cutCalls = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    Shutdown(
            ServerSockets sockets,
            List<DatagramEndpoint> endpoints,
            OpenConnections connections,
            Engine engine,
            HandlerThreads handlers,
            ScheduledExecutorService timer) {
        this.sockets = sockets;
        this.endpoints = endpoints;
        this.connections = connections;
        this.engine = engine;
        this.handlers = handlers;
        this.timer = timer;
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** Runs {@code action} when it begins; at once if it has begun. */
    void onBegin(Runnable action) {
        closing.thenRun(action).exceptionally(failure -> {
            LOG.log(Level.WARNING, "action at the server's end failed", failure);
            return null;
        });
    }

    int cutCalls() {
        return cutCalls.get();
    }

    /** Begins on a thread of its own, unless it has begun. */
    void begin(Duration drain) {
        if (begun.compareAndSet(false, true)) {
            Thread thread = new Thread(() -> endAndLog(drain), "samehost-shutdown");
            thread.setDaemon(false); // the program may not end before the socket files are gone
            start(thread);
        }
    }

    private void start(Thread thread) {
        try {
            thread.start();
        } catch (Error e) { // for want of memory
            begun.set(false);
            throw e;
        }
    }

    private void endAndLog(Duration drain) {
        try {
            end(drain);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "server did not close well", e);
        }
    }

    /** Runs to the end, or waits for a run that has begun; that is hurried up when {@code drain} is over. */
    void run(Duration drain) throws IOException {
        if (begun.compareAndSet(false, true)) {
            end(drain);
        } else if (!awaitInterruptibly(drain)) {
            connections.closeAll();
        }
    }

    private boolean awaitInterruptibly(Duration timeout) {
        try {
            return await(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for the end. Returns false if the time was over first. */
    boolean await(Duration timeout) throws InterruptedException {
        return over.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /** True on a thread that runs a handler, of whatever server: it may not wait for the end of one. */
    static boolean isInsideHandler() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(Dispatcher.class.getName())));
    }

    private void end(Duration drain) throws IOException {
        try {
            closing.complete(null);
            Closing.all(sockets.listening.stream()
                    .map(socket -> (Closeable) socket::hide)
                    .toArray(Closeable[]::new));
        } finally {
            endHidden(drain);
        }
    }

    private void endHidden(Duration drain) throws IOException {
        try {
            engine.stopListening();
            endpoints.forEach(DatagramEndpoint::stop);
            Closing.all(
                    () -> Closing.all(sockets.listening.toArray(Closeable[]::new)),
                    () -> endConnections(drain),
                    sockets::closeGiven,
                    () -> Closing.all(
                            sockets.ports.toArray(Closeable[]::new)), // only now: the last answers leave through them
                    timer::shutdownNow,
                    LastingLog::tellRest);
        } finally {
            over.countDown();
        }
    }

    private void endConnections(Duration drain) {
        connections.drain();
        awaitConnections(drain);
        endpoints.forEach(endpoint -> endpoint.awaitIdle(drain));
        cut();
        engine.close();
        endHandlers();
    }

    private void awaitConnections(Duration drain) {
        try {
            if (!connections.awaitDrained(drain)) {
                LOG.log(Level.INFO, () -> "closing connections that are still busy: count=" + connections.count());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cut() {
        int calls = connections.callsInFlight();
        cutCalls.set(calls);
        if (calls > 0) {
            LOG.log(Level.WARNING, "calls were cut as the server closed: count=" + calls);
        }
        connections.closeAll();
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
}
