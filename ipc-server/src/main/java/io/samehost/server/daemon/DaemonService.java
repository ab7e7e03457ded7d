package io.samehost.server.daemon;

import io.samehost.daemon.DaemonMethods;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Answers for the daemon itself: {@link DaemonMethods}. Thread-safe. */
final class DaemonService {
    /** A daemon that stops since another version takes its place cuts nothing that anybody would wait for. */
    private static final Duration PATIENT_DRAIN = Duration.ofMinutes(1);

    private final String version;
    private final Optional<String> replaced;
    private final boolean activated;
    private final Instant started = Instant.now();

    /** Empty until the server has started; a call may come before. */
    private volatile Optional<Server> server = Optional.empty();

    /** @param activated true if it serves on sockets of a service manager, which then starts the next one too */
    DaemonService(String version, Optional<String> replaced, boolean activated) {
        this.version = version;
        this.replaced = replaced;
        this.activated = activated;
    }

    void addTo(ServerBuilder builder) {
        builder.handleInline(DaemonMethods.SERVICE, DaemonMethods.HELLO, request -> hello());
        builder.handleInline(DaemonMethods.SERVICE, DaemonMethods.STATUS, request -> status());
        builder.handleInline(DaemonMethods.SERVICE, DaemonMethods.STOP, this::stop);
    }

    void serves(Server started) {
        server = Optional.of(started);
    }

    private Server server() throws StatusException {
        return server.orElseThrow(() -> new StatusException(StatusCode.UNAVAILABLE, "daemon is just starting"));
    }

    private StringBuilder identity() {
        StringBuilder text = new StringBuilder();
        text.append("version ").append(version).append('\n');
        text.append("pid ").append(ProcessHandle.current().pid()).append('\n');
        return text;
    }

    private byte[] hello() {
        StringBuilder text = identity();
        replaced.ifPresent(other -> text.append("replaced ").append(other).append('\n'));
        if (activated) {
            text.append("activated true\n");
        }
        return bytes(text);
    }

    private byte[] status() throws StatusException {
        Runtime runtime = Runtime.getRuntime();
        return bytes(identity()
                .append("started ")
                .append(started)
                .append('\n')
                .append("calls ")
                .append(server().callsInFlight())
                .append('\n')
                .append("connections ")
                .append(server().connectionCount())
                .append('\n')
                .append("memory ")
                .append(runtime.totalMemory() - runtime.freeMemory())
                .append('\n'));
    }

    private byte[] stop(ServerRequest request) throws StatusException {
        boolean whenIdle = new String(request.payload(), StandardCharsets.UTF_8).startsWith("when idle");
        int calls = server().callsInFlight();
        if (whenIdle && calls > 0) {
            return bytes(new StringBuilder("calls ").append(calls).append('\n'));
        }
        if (whenIdle) {
            server().shutdown(PATIENT_DRAIN);
        } else {
            server().shutdown();
        }
        return bytes(new StringBuilder("stopping true\n"));
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
