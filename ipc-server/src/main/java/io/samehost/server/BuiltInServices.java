package io.samehost.server;

import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.server.rpc.Services;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
 * </ul>
 *
 * A method of the same name that the builder was given takes precedence.
 */
final class BuiltInServices {
    /** {@code HealthCheckResponse { ServingStatus status = 1; }} with SERVING = 1 and NOT_SERVING = 2. */
    private static final byte[] SERVING = {8, 1};

    private static final byte[] NOT_SERVING = {8, 2};

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
        services.addIfAbsent("grpc.health.v1.Health", "Check", new Services.Unary(builtIns::health, true, true));
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

    /** {@code HealthCheckRequest { string service = 1; }}; an empty name asks for the whole server. */
    private byte[] health(ServerRequest request) throws StatusException {
        byte[] payload = request.payload();
        if (payload.length > 2) {
            String service = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
            if (!services.hasService(service)) {
                throw new StatusException(StatusCode.NOT_FOUND, "unknown service: service=" + service);
            }
        }
        return server.isClosing() ? NOT_SERVING : SERVING;
    }
}
