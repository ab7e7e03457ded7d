package io.samehost.server;

import io.samehost.server.handler.Outgoing;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.server.rpc.Services;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.HealthCodec;
import io.samehost.wire.frame.HealthCodec.Health;
import io.samehost.wire.frame.MalformedEnvelopeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * The methods that every server answers besides its own:
 *
 * <ul>
 *   <li>{@code samehost.Echo/Echo}: the payload back as it came; {@code ipc-client ping} measures with it
 *   <li>{@code samehost.Server/Info}: lines of a name and a value: version, pid, uptime in seconds, addresses
 *   <li>{@code samehost.Server/List}: a line for each method: its name, and its kind, {@code unary}, {@code
 *       client-stream}, {@code server-stream} or {@code bidi-stream}
 *   <li>{@code grpc.health.v1.Health/Check}: SERVING, or NOT_SERVING while the server is closing
 *   <li>{@code grpc.health.v1.Health/Watch}: a stream of the same. It says SERVICE_UNKNOWN where Check fails, and ends when
 *       the server begins to close, with NOT_SERVING
 * </ul>
 *
 * {@link SchemaService} is one more, unless the builder was told otherwise. A method of the same name that the builder was
 * given takes precedence.
 */
final class BuiltInServices {
    private static final String HEALTH = "grpc.health.v1.Health";

    private final Server server;
    private final Services services;
    private final long startNanos = System.nanoTime();

    private BuiltInServices(Server server, Services services) {
        this.server = server;
        this.services = services;
    }

    static void addTo(Services services, Server server) {
        BuiltInServices builtIns = new BuiltInServices(server, services);
        services.addIfAbsent("samehost.Echo", "Echo", inline(ServerRequest::payload));
        services.addIfAbsent("samehost.Server", "Info", inline(request -> builtIns.info()));
        services.addIfAbsent("samehost.Server", "List", inline(request -> builtIns.list()));
        services.addIfAbsent(HEALTH, "Check", new Services.Unary(builtIns::checkHealth, true, true));
        services.addIfAbsent(HEALTH, "Watch", Services.Streaming.fromServer(builtIns::watchHealth));
    }

    private static Services.Served inline(RequestHandler handler) {
        return new Services.Unary(handler, true);
    }

    private byte[] info() {
        StringBuilder text = new StringBuilder();
        text.append("version ").append(Version.text()).append('\n');
        text.append("pid ").append(ProcessHandle.current().pid()).append('\n');
        Duration uptime = Duration.ofNanos(System.nanoTime() - startNanos);
        text.append("uptime ").append(uptime.toSeconds()).append('\n');
        server.addresses()
                .forEach(address -> text.append("address ").append(address).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] list() {
        return services.names().stream()
                .map(name -> name + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] checkHealth(ServerRequest request) throws StatusException {
        String service = serviceIn(request.payload());
        if (isUnknown(service)) {
            throw new StatusException(StatusCode.NOT_FOUND, "unknown service: service=" + service);
        }
        return (server.isClosing() ? Health.NOT_SERVING : Health.SERVING).response();
    }

    private void watchHealth(byte[] payload, Outgoing<byte[]> states) throws Exception {
        boolean unknown = isUnknown(serviceIn(payload));
        states.send((unknown ? Health.SERVICE_UNKNOWN : Health.SERVING).response());
        ServerRequest request = states.request();
        request.interruptWhenServerCloses();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            if (unknown || request.isCancelled()) {
                throw e;
            }
            states.send(Health.NOT_SERVING.response());
        }
    }

    private boolean isUnknown(String service) {
        return !service.isEmpty() && !services.hasService(service);
    }

    /** The service that a question is about; empty for the server itself. */
    static String serviceIn(byte[] payload) throws StatusException {
        try {
            return HealthCodec.service(payload);
        } catch (MalformedEnvelopeException e) {
            throw new StatusException(StatusCode.INVALID_ARGUMENT, e.getMessage());
        }
    }
}
