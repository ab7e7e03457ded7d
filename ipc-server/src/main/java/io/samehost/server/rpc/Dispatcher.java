package io.samehost.server.rpc;

import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.report.CallReport;
import io.samehost.server.report.Reports;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Finds handlers and runs them. Shared by all sessions of a server. Thread-safe. */
public final class Dispatcher {
    private static final LastingLog LOG = new LastingLog(Dispatcher.class);

    static final Status SHUTTING_DOWN = Status.goodbye("server is shutting down");

    /** The status of a handler that ended since its server closes. */
    static final Status ENDED_BY_CLOSE = Status.of(StatusCode.UNAVAILABLE, "server is shutting down");

    private final Services services;
    private final HandlerThreads handlers;
    private final ScheduledExecutorService timer;
    private final Failures failures;
    private final Reports reports;

    public Dispatcher(
            Services services,
            HandlerThreads handlers,
            ScheduledExecutorService timer,
            Failures failures,
            Reports reports) {
        this.failures = failures;
        this.reports = reports;
        this.services = services;
        this.handlers = handlers;
        this.timer = timer;
    }

    public Optional<Services.Served> find(Request request) {
        return services.find(request.service(), request.method());
    }

    /** Why {@link #find} found nothing. */
    public Status unimplemented(Request request) {
        String what = services.hasService(request.service())
                ? "unknown method: method=" + request.service() + "/" + request.method()
                : "unknown service: service=" + request.service();
        return Status.of(StatusCode.UNIMPLEMENTED, what);
    }

    /** The answer to a request whose handler, if it has one, will not run. */
    public Response refused(ServerRequest request, boolean stream, Status status) {
        boolean known = services.find(request.service(), request.method()).isPresent();
        reports.refused(request, known, stream, status);
        return Response.failed(status);
    }

    HandlerThreads handlers() {
        return handlers;
    }

    /**
     * Runs {@code task} on a handler's thread.
     *
     * @return OK, or the reason for which the task will not run
     */
    public Status execute(Runnable task) {
        try {
            handlers.execute(task);
            return Status.OK;
        } catch (RejectedExecutionException e) {
            return SHUTTING_DOWN;
        } catch (OutOfMemoryError e) {
            LOG.log(Level.WARNING, "no thread for a handler: cause=" + e.getMessage());
            return Status.of(StatusCode.RESOURCE_EXHAUSTED, "server has no thread for the handler, try again later");
        }
    }

    /** Runs {@code task} after a while, unless the future is cancelled first. */
    public ScheduledFuture<?> schedule(Runnable task, long delayNanos) {
        return timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** Runs a unary handler. All that it throws becomes a response; nothing is thrown. */
    public Response run(RequestHandler handler, ServerRequest request) {
        Optional<CallReport> report = reports.begin(request, false);
        Response response;
        try {
            if (handler instanceof BufferHandler buffers && request instanceof IncomingRequest incoming) {
                response = Response.ok(buffers.handleBuffer(incoming));
            } else {
                byte[] result = handler.handle(request);
                response = result == null
                        ? Response.failed(Status.of(StatusCode.INTERNAL, "handler returned null: " + nameOf(request)))
                        : Response.ok(result);
            }
        } catch (Throwable t) {
            response = failures.responseOf(t, request);
        }
        if (report.isPresent()) {
            report.get().ended(response.status(), response.sizeBytes());
        }
        return response;
    }

    /** Runs a streaming handler to its end. All that it throws becomes a status; nothing is thrown. */
    Status run(BidiHandler<byte[], byte[]> handler, ServerStream<byte[], byte[]> stream) {
        try {
            handler.handle(stream);
            return Status.OK;
        } catch (Throwable t) {
            return failures.statusOf(t, stream.request());
        }
    }

    /** Where somebody wants to know of a stream that begins. */
    Optional<CallReport> report(ServerRequest request) {
        return reports.begin(request, true);
    }

    static String nameOf(ServerRequest request) {
        return "method=" + request.service() + "/" + request.method();
    }
}
