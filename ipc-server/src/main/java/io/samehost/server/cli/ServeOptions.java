package io.samehost.server.cli;

import io.samehost.address.Address;
import io.samehost.address.UnixAddress;
import io.samehost.command.DefaultAddress;
import io.samehost.server.EngineKind;
import io.samehost.server.ServerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where and how to serve: the same for every service. What is not given is the library's default. */
final class ServeOptions {
    private static final int OTHERS_MAY_WRITE = 022;

    @Option(
            names = {"-l", "--listen"},
            paramLabel = "ADDRESS",
            description = {
                "unix:PATH, unix:@NAME or tcp:[HOST:]PORT; may be given again. Port 0 is any free one.",
                "rpc also takes udp:[HOST:]PORT and unixgram:PATH.",
                "Without it: the address in IPC_ADDRESS."
            })
    private List<Address> addresses = new ArrayList<>();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "threads (one for each connection, the default) or loop (one that polls).")
    private EngineKind engine = EngineKind.THREADS;

    @Option(
            names = "--spin",
            paramLabel = "TIME",
            description = "Poll on for so long before sleeping (--engine loop only): faster, and busy; 0.")
    private Optional<Duration> spin = Optional.empty();

    @Option(names = "--backlog", paramLabel = "N", description = "Connections that may wait to be accepted; 128.")
    private Optional<Integer> backlog = Optional.empty();

    @Option(names = "--max-connections", paramLabel = "N", description = "Further ones wait in the backlog; 1024.")
    private Optional<Integer> maxConnections = Optional.empty();

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            description = "Calls of one connection at work at a time (rpc only); 256.")
    private Optional<Integer> maxInFlight = Optional.empty();

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            description = "Close connections on which nothing happened for so long: 500ms, 5s, 2m; 0 for never.")
    private Optional<Duration> idleTimeout = Optional.empty();

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            description = "How long SIGTERM and Ctrl-C let calls end; 5s.")
    private Optional<Duration> drainTimeout = Optional.empty();

    @Option(names = "--mode", paramLabel = "OCTAL", description = "Mode of socket files; 0600.")
    private Optional<String> mode = Optional.empty();

    @Option(
            names = "--allow-user",
            paramLabel = "USER",
            description =
                    "Let this user connect too, by name or number; may be given again. A socket file needs a --mode"
                            + " for it.")
    private List<String> users = new ArrayList<>();

    @Option(names = "--allow-any-user", description = "Let every user of this machine connect.")
    private boolean anyUser;

    @Mixin
    private TalkOptions talk = new TalkOptions();

    /** These, and for all else the defaults. */
    static ServeOptions of(List<Address> addresses, EngineKind engine, boolean json) {
        ServeOptions options = new ServeOptions();
        options.addresses.addAll(addresses);
        options.engine = engine;
        options.talk = TalkOptions.of(json);
        return options;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static EngineKind engine(String text) {
        return switch (text) {
            case "threads" -> EngineKind.THREADS;
            case "loop" -> EngineKind.LOOP;
            default -> throw new IllegalArgumentException("unknown engine: engine=" + text + ", use threads or loop");
        };
    }

    TalkOptions talk() {
        return talk;
    }

    EngineKind engine() {
        return engine;
    }

    /**
     * Hands what was chosen to the library.
     *
     * @throws IllegalArgumentException if the choices make no sense; the message says which
     */
    void applyTo(ServerBuilder builder) {
        addresses().forEach(builder::listen);
        builder.engine(engine);
        spin.ifPresent(builder::spin);
        backlog.ifPresent(builder::backlog);
        maxConnections.ifPresent(builder::maxConnections);
        maxInFlight.ifPresent(builder::maxInFlight);
        idleTimeout.ifPresent(builder::idleTimeout);
        drainTimeout.ifPresent(builder::drainTimeout);
        mode.ifPresent(text -> builder.socketFileMode(mode(text)));
        users.forEach(builder::allowUser);
        if (anyUser) {
            builder.allowAnyUser();
        }
    }

    List<Address> addresses() {
        return addresses.isEmpty() ? List.of(DefaultAddress.from(System.getenv())) : addresses;
    }

    private static int mode(String text) {
        if (!text.matches("[0-7]{1,4}")) {
            throw new IllegalArgumentException("not a mode: mode=" + text + ", write it octal, for example 0600");
        }
        return Integer.parseInt(text, 8);
    }

    /** A user who was let in and still cannot connect would look for the reason in the wrong place. */
    Optional<String> note() {
        if (!anyUser && users.isEmpty()) {
            return Optional.empty();
        }
        boolean closed = (mode.map(ServeOptions::mode).orElse(0600) & OTHERS_MAY_WRITE) == 0;
        boolean file =
                addresses().stream().anyMatch(address -> address instanceof UnixAddress unix && !unix.isAbstract());
        return closed && file
                ? Optional.of("the socket file lets no other user in: mode=" + mode.orElse("0600")
                        + ", add --mode 0666 for those you allow")
                : Optional.empty();
    }
}
