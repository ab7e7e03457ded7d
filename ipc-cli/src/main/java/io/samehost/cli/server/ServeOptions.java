package io.samehost.cli.server;

import io.samehost.address.Address;
import io.samehost.address.DescriptorAddress;
import io.samehost.address.UnixAddress;
import io.samehost.cli.DefaultAddress;
import io.samehost.cli.OptionValue;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.Units;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.systemd.PassedSocket;
import io.samehost.server.systemd.Systemd;
import io.samehost.transport.InheritedSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every service: its addresses and its limits. An option that is not given is left to the library. */
final class ServeOptions {
    static final int STDERR = 2;

    private static final int OTHERS_MAY_WRITE = 022;
    private static final int DEFAULT_MODE = 0600;

    @Option(
            names = {"-l", "--listen"},
            paramLabel = "ADDRESS",
            description = {
                "unix:PATH, unix:@NAME or tcp:[HOST:]PORT; may be given again. Port 0 is any free one.",
                "rpc also takes udp:[HOST:]PORT and unixgram:PATH.",
                "fd:N is a socket that this program was started with: one that listens, or a connection.",
                "(default: the sockets that systemd passes, else the address in IPC_ADDRESS)"
            })
    private List<Address> addresses = new ArrayList<>();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "threads (one for each connection) or loop (few threads poll all) (default: threads).")
    private EngineKind engine = EngineKind.THREADS;

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = {
                "Threads that poll, with --engine loop only; a further one starts when each has a",
                "connection (default: half as many as there are processors, at least 1)."
            })
    private Optional<Integer> loops = Optional.empty();

    @Option(
            names = "--spin",
            paramLabel = "TIME",
            description =
                    "Poll on for so long before sleeping, with --engine loop only: faster, and busy (default: 0).")
    private Optional<Duration> spin = Optional.empty();

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Connections that may wait to be accepted (default: 128).")
    private Optional<Integer> backlog = Optional.empty();

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Further connections wait in the backlog (default: 1024).")
    private Optional<Integer> maxConnections = Optional.empty();

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            description = "Calls of one connection at work at a time, rpc only (default: 256).")
    private Optional<Integer> maxInFlight = Optional.empty();

    @Option(
            names = "--memory-budget",
            paramLabel = "SIZE",
            description =
                    "Memory for what all peers together have sent and are owed: 64M (default: a quarter of the heap).")
    private Optional<String> memoryBudget = Optional.empty();

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            description = "Close connections on which nothing happens for so long: 500ms, 5s, 2m (default: 0, never).")
    private Optional<Duration> idleTimeout = Optional.empty();

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            description = "How long calls may go on after SIGTERM or Ctrl-C (default: 5s).")
    private Optional<Duration> drainTimeout = Optional.empty();

    @Option(
            names = "--close-when-idle",
            paramLabel = "TIME",
            description = "End when no call was at work for so long: 500ms, 5s, 2m (default: 0, never).")
    private Duration closeWhenIdle = Duration.ZERO;

    @Option(names = "--mode", paramLabel = "OCTAL", description = "Mode of socket files (default: 0600).")
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

    @Option(
            names = "--print-unit",
            paramLabel = "UNIT",
            description = "Do not serve: print the socket or the service unit with which systemd starts this server.")
    private Optional<String> unit = Optional.empty();

    @Mixin
    private TalkOptions talk = new TalkOptions();

    private final Systemd manager = Systemd.ofThisProcess();

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

    /** The unit to print instead of serving. */
    Optional<UnitFile> unit() {
        return unit.isPresent() ? Optional.of(UnitFile.parse(unit.get())) : Optional.empty();
    }

    /** In octal digits. */
    String modeText() {
        return String.format("%04o", mode.map(ServeOptions::mode).orElse(DEFAULT_MODE));
    }

    /** The service manager that has started this program. */
    Systemd manager() {
        return manager;
    }

    /** True if a stream of this program is a connection to be served, as inetd has it: nothing else may go there. */
    boolean serves(int descriptor) {
        for (Address address : addresses()) {
            if (address instanceof DescriptorAddress inherited
                    && InheritedSockets.isSame(inherited.number(), descriptor)) {
                return true;
            }
        }
        return false;
    }

    /** For the socket unit; empty unless it was given. */
    Optional<Integer> backlog() {
        return backlog;
    }

    /** True unless only a signal ends it. */
    boolean endsByItself(Server server) {
        return !closeWhenIdle.isZero() || server.addresses().isEmpty();
    }

    /**
     * Hands what was chosen to the library.
     *
     * @throws IllegalArgumentException if the choices make no sense; the message says which
     */
    void applyTo(ServerBuilder builder) {
        addresses().forEach(builder::listen);
        builder.engine(engine);
        loops.ifPresent(builder::loops);
        spin.ifPresent(builder::spin);
        backlog.ifPresent(builder::backlog);
        maxConnections.ifPresent(builder::maxConnections);
        maxInFlight.ifPresent(builder::maxInFlight);
        memoryBudget.ifPresent(text -> builder.memoryBudget(Units.sizeBytes(text, Integer.MAX_VALUE)));
        idleTimeout.ifPresent(builder::idleTimeout);
        drainTimeout.ifPresent(builder::drainTimeout);
        mode.ifPresent(text -> builder.socketFileMode(mode(text)));
        users.forEach(user -> OptionValue.of("--allow-user", () -> builder.allowUser(user)));
        builder.closeWhenIdle(closeWhenIdle);
        if (anyUser) {
            builder.allowAnyUser();
        }
    }

    /** True if the command line has addresses. */
    boolean namesAddresses() {
        return !addresses.isEmpty();
    }

    List<Address> addresses() {
        if (namesAddresses()) {
            return addresses;
        }
        return manager.sockets().isEmpty()
                ? List.of(DefaultAddress.from(System.getenv()))
                : manager.sockets().stream().<Address>map(PassedSocket::address).toList();
    }

    private static int mode(String text) {
        if (!text.matches("0?[0-7]{1,3}")) {
            throw new IllegalArgumentException(
                    "not a mode: --mode=" + text + ", write permission bits in octal, 0 to 0777, for example 0600");
        }
        return Integer.parseInt(text, 8);
    }

    /** A user who was let in and still cannot connect would look for the reason in the wrong place. */
    Optional<String> note() {
        if (!anyUser && users.isEmpty()) {
            return Optional.empty();
        }
        boolean closed = (mode.map(ServeOptions::mode).orElse(DEFAULT_MODE) & OTHERS_MAY_WRITE) == 0;
        boolean file =
                addresses().stream().anyMatch(address -> address instanceof UnixAddress unix && !unix.isAbstract());
        return closed && file
                ? Optional.of("the socket file lets no other user in: mode=" + mode.orElse("0600")
                        + ", add --mode 0666 for those you allow")
                : Optional.empty();
    }
}
