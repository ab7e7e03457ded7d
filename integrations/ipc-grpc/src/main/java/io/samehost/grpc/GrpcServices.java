package io.samehost.grpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.samehost.grpc.serving.Places;
import io.samehost.grpc.serving.ServedCalls;
import io.samehost.grpc.serving.ServedMethod;
import io.samehost.grpc.value.Methods;
import io.samehost.server.Handlers;
import io.samehost.server.Service;
import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ClientStreamHandler;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerStreamHandler;
import io.samehost.server.handler.StatusException;
import io.samehost.server.rpc.Failures;
import io.samehost.server.rpc.Services;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Serves the handlers that a {@code ServerBuilder} of samehost takes by gRPC, with whichever transport a program of gRPC has:
 *
 * <pre>{@code
 * GrpcServices services = new GrpcServices().add(new GreeterService());
 * Server server = Grpc.newServerBuilderForPort(8443, credentials)
 *         .addServices(services.definitions())
 *         .build()
 *         .start();
 * }</pre>
 *
 * <p>Handlers run on threads of samehost's, and may block; those of {@link #handleInline} run on a thread of the server's
 * executor and may not. A request is cancelled when its deadline passes, its client cancels it, or the connection is lost;
 * its handler's thread is then interrupted. A slow handler holds its client back, and a slow client its handler: one
 * message of a stream waits beside what gRPC's transports buffer. How large a message may be, how many calls a connection may
 * have, and how long it may be idle are settings of gRPC's server.
 *
 * <p>{@code ServerRequest.peer} is empty, {@link GrpcPeer} says who calls. {@code isServerClosing} is true from {@link
 * #serverCloses} on, and only by that; {@code interruptWhenServerCloses} waits for the same. Metadata are the ASCII entries that the
 * client has set; those of {@code -bin} keys are left out, as are gRPC's own. A {@link StatusException} becomes gRPC's
 * status with the same code, text and details; a text beyond 2000 bytes is cut, and details beyond 3000 are left out, since
 * gRPC's peers take no more. What else a handler throws is logged and becomes {@code UNKNOWN}, as in samehost.
 *
 * <p>Not thread-safe, but for {@link #serverCloses}; use it for one server.
 */
public final class GrpcServices implements Handlers<GrpcServices> {
    private final Services services = new Services();
    private final List<ServerInterceptor> interceptors = new ArrayList<>();
    private Places places = Places.own();
    private boolean tellFailures;

    /** Asked by any thread that closes the server. */
    private final List<ServedCalls> defined = new CopyOnWriteArrayList<>();

    public GrpcServices() {}

    @Override
    public GrpcServices handle(String service, String method, RequestHandler handler) {
        return add(service, method, new Services.Unary(handler, false));
    }

    /** Adds a handler that promises not to block: it runs on the thread of gRPC's that brings the request. */
    @Override
    public GrpcServices handleInline(String service, String method, RequestHandler handler) {
        return add(service, method, new Services.Unary(handler, true));
    }

    @Override
    public GrpcServices handleClientStream(String service, String method, ClientStreamHandler<byte[], byte[]> handler) {
        return add(service, method, Services.Streaming.fromClient(handler));
    }

    @Override
    public GrpcServices handleServerStream(String service, String method, ServerStreamHandler<byte[], byte[]> handler) {
        return add(service, method, Services.Streaming.fromServer(handler));
    }

    @Override
    public GrpcServices handleBidi(String service, String method, BidiHandler<byte[], byte[]> handler) {
        return add(service, method, Services.Streaming.fromBoth(handler));
    }

    private GrpcServices add(String service, String method, Services.Served served) {
        var unused = Methods.of(service, method, MethodType.UNKNOWN); // gRPC may have no such name
        services.add(service, method, served);
        return this;
    }

    /** Has no effect: gRPC has a reflection service of its own. */
    @Override
    public GrpcServices schema(String service, Supplier<byte[]> descriptors) {
        return this;
    }

    @Override
    public GrpcServices add(Service service) {
        service.addTo(this);
        return this;
    }

    /** Puts an interceptor around every handler. The first one added is the outermost; gRPC's own are around them all. */
    public GrpcServices intercept(ServerInterceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    /** Tells callers the text of what a handler threw; unless set, the class, but for a {@link StatusException}. */
    public GrpcServices tellFailures() {
        tellFailures = true;
        return this;
    }

    /**
     * Runs handlers on threads of {@code executor} instead of samehost's. A handler keeps its thread while it waits for
     * its client, so there have to be as many as calls may be under way; of what the executor refuses, the client gets {@code
     * RESOURCE_EXHAUSTED}. It must not be the executor of gRPC's server, unless that has a thread for each task and for gRPC beside.
     */
    public GrpcServices executor(Executor executor) {
        places = Places.of(executor);
        return this;
    }

    /** What has been added, for {@code addServices} of a builder of gRPC's servers. */
    public List<ServerServiceDefinition> definitions() {
        ServedCalls calls = new ServedCalls(places, new Failures(tellFailures));
        defined.add(calls);
        Map<String, ServerServiceDefinition.Builder> builders = new LinkedHashMap<>();
        services.intercepted(interceptors)
                .all()
                .forEach(method -> builders.computeIfAbsent(method.service(), ServerServiceDefinition::builder)
                        .addMethod(ServedMethod.definition(method, calls)));
        return builders.values().stream()
                .map(ServerServiceDefinition.Builder::build)
                .toList();
    }

    /** The same as {@link #definitions}, for frameworks that collect services one by one. To be called in the place of that. */
    public List<BindableService> bindable() {
        return definitions().stream()
                .<BindableService>map(definition -> () -> definition)
                .toList();
    }

    /**
     * Tells the handlers that the server closes, so that those without an end may come to one. To be called before {@code
     * shutdown} of gRPC's server, which tells them nothing; its {@code shutdownNow} cancels their calls. From any thread.
     */
    public void serverCloses() {
        defined.forEach(ServedCalls::serverCloses);
    }
}
