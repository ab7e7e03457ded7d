package io.samehost.server;

import io.samehost.wire.Request;
import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Finds handlers, runs them, and makes a status of what they throw. Shared by all sessions of a server. Thread-safe. */
final class Dispatcher {
    private static final LastingLog LOG = new LastingLog(Dispatcher.class);

    private final Services services;
    private final ExecutorService handlers;
    private final ScheduledExecutorService timer;

    Dispatcher(Services services, ExecutorService handlers, ScheduledExecutorService timer) {
        this.services = services;
        this.handlers = handlers;
        this.timer = timer;
    }

    Optional<Services.Method> find(Request request) {
        return services.find(request.service(), request.method());
    }

    /** Why {@link #find} found nothing. */
    Status unimplemented(Request request) {
        String what = services.hasService(request.service())
                ? "unknown method: method=" + request.service() + "/" + request.method()
                : "unknown service: service=" + request.service();
        return Status.of(StatusCode.UNIMPLEMENTED, what);
    }

    /**
     * Runs {@code task} on a handler's thread.
     *
     * @return false if the server is closing
     */
    boolean execute(Runnable task) {
        try {
            handlers.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs {@code task} after a while, unless the future is cancelled first. */
    ScheduledFuture<?> schedule(Runnable task, long delayNanos) {
        return timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** Runs a unary handler. Whatever it throws becomes a response. */
    static Response run(RequestHandler handler, ServerRequest request) {
        try {
            byte[] result = handler.handle(request);
            return result == null
                    ? Response.failed(Status.of(StatusCode.INTERNAL, "handler returned null: " + nameOf(request)))
                    : Response.ok(result);
        } catch (Throwable t) {
            return Response.failed(statusOf(t, request));
        }
    }

    /** Runs a streaming handler to its end. */
    static Status run(StreamHandler handler, ServerStream stream) {
        try {
            handler.handle(stream);
            return Status.OK;
        } catch (Throwable t) {
            return statusOf(t, stream.request());
        }
    }

    private static Status statusOf(Throwable thrown, ServerRequest request) {
        if (thrown instanceof StatusException chosen) {
            return chosen.status();
        }
        if (request.isCancelled()) {
            // Nobody reads this status; a handler may end as it likes when its call is over.
            StatusCode code = request.isExpired() ? StatusCode.DEADLINE_EXCEEDED : StatusCode.CANCELLED;
            return Status.of(code, "handler ended after its call: " + nameOf(request));
        }
        StatusCode code = thrown instanceof Error ? StatusCode.INTERNAL : StatusCode.UNKNOWN;
        LOG.log(Level.WARNING, "handler failed: " + nameOf(request), thrown);
        try {
            return Status.of(code, "handler failed: " + thrown);
        } catch (RuntimeException e) { // an exception may fail to describe itself
            return Status.of(code, "handler failed: " + thrown.getClass().getName());
        }
    }

    private static String nameOf(ServerRequest request) {
        return "method=" + request.service() + "/" + request.method();
    }
}
