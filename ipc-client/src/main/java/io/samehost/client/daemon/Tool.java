package io.samehost.client.daemon;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import io.samehost.daemon.DaemonLog;
import io.samehost.daemon.DaemonMethods;
import io.samehost.daemon.DaemonState;
import io.samehost.daemon.FileLock;
import io.samehost.daemon.ToolDirectory;
import io.samehost.daemon.ToolNames;
import io.samehost.daemon.ToolPlaces;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A tool that has a daemon, as a command of the tool sees it.
 *
 * <pre>{@code
 * Tool notes = Tool.of("notes", "1.2").startedBy(DaemonCommand.ofMain(NotesDaemon.class));
 * try (Client client = notes.connect()) {
 *     client.call("notes.Notes", "Add", text);
 * }
 * }</pre>
 *
 * <p>{@link #connect} starts the daemon if it does not run, and so does the client whenever it has to connect again. Many
 * commands at once start one daemon. Before the first call over a connection both sides know the version of the other.
 * Immutable: each {@code with} gives a new tool. Thread-safe.
 */
public final class Tool {
    private static final byte[] NO_BYTES = {};
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final long STOP_PAUSE_MILLIS = 5;

    private final String name;
    private final String version;
    private final Optional<DaemonCommand> command;
    private final VersionPolicy policy;
    private final ClientConfig config;
    private final Duration startTimeout;
    private final ToolPlaces places;

    private Tool(
            String name,
            String version,
            Optional<DaemonCommand> command,
            VersionPolicy policy,
            ClientConfig config,
            Duration startTimeout,
            ToolPlaces places) {
        this.name = ToolNames.requireName(name);
        this.version = ToolNames.requireVersion(version);
        this.command = command;
        this.policy = policy;
        this.config = config;
        this.startTimeout = startTimeout;
        this.places = places;
    }

    /**
     * The tool of that name, whose command has that version.
     *
     * @throws IllegalArgumentException if a tool cannot have this name, since it is a part of a path, or if the version is no line
     */
    public static Tool of(String name, String version) {
        return new Tool(
                name,
                version,
                Optional.empty(),
                VersionPolicy.same(),
                ClientConfig.DEFAULT,
                Duration.ofSeconds(30),
                ToolPlaces.ofThisUser());
    }

    /** This tool, whose daemon is started by {@code starting} if it does not run. */
    public Tool startedBy(DaemonCommand starting) {
        return new Tool(name, version, Optional.of(starting), policy, config, startTimeout, places);
    }

    /** This tool with a rule for daemons of another version; {@link VersionPolicy#same} unless set. */
    public Tool withVersions(VersionPolicy newPolicy) {
        return new Tool(name, version, command, newPolicy, config, startTimeout, places);
    }

    /** This tool with settings for its clients. How long they wait for a server says {@link #withStartTimeout}. */
    public Tool withConfig(ClientConfig newConfig) {
        return new Tool(name, version, command, policy, newConfig, startTimeout, places);
    }

    /** This tool, whose daemon may take so long until it serves; 30 seconds unless set. A call's deadline holds too. */
    public Tool withStartTimeout(Duration timeout) {
        return new Tool(name, version, command, policy, config, timeout, places);
    }

    /** This tool in another place. */
    Tool in(ToolPlaces other) {
        return new Tool(name, version, command, policy, config, startTimeout, other);
    }

    /**
     * Connects to the daemon, and starts it first if it does not run.
     *
     * @throws DaemonStartException if it was started and does not serve
     * @throws DaemonVersionException if it has another version, and may not be replaced
     * @throws ConnectFailedException if it does not run, and nothing was said about how to start it
     */
    public Client connect() throws IOException {
        ToolDirectory directory = places.of(name);
        UnixAddress address = address(directory);
        return Client.connect(
                address,
                config.withWaitForServer(startTimeout),
                new ToolDialer(name, version, directory, address, config, policy, command, startTimeout));
    }

    /** The daemon as it is now; empty if none runs. */
    public Optional<DaemonStatus> status() throws IOException {
        Optional<ToolDirectory> running = running();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        ToolDirectory directory = running.get();
        Optional<DaemonState> state = DaemonState.read(directory.state());
        try (Client client = connectAsItIs(directory)) {
            return Optional.of(DaemonStatus.of(ask(client, DaemonMethods.STATUS, NO_BYTES), directory.log()));
        } catch (IOException | CallException e) {
            return Optional.of(DaemonStatus.mute(state, directory.log()));
        }
    }

    /**
     * Stops the daemon: what has begun is let end first. Waits until it is gone.
     *
     * @return false if none runs
     * @throws IOException if it does not answer, or is not gone after {@code timeout}; it is never killed
     */
    public boolean stop(Duration timeout) throws IOException, InterruptedException {
        Optional<ToolDirectory> running = running();
        if (running.isEmpty()) {
            return false;
        }
        ToolDirectory directory = running.get();
        long beganNanos = System.nanoTime();
        boolean asked = false;
        Optional<DaemonState> ending = Optional.empty();
        while (FileLock.isHeld(directory.lock()) && !hasOtherState(directory, ending)) {
            if (!asked) {
                ending = DaemonState.read(directory.state());
                asked = askToStop(directory);
            }
            if (System.nanoTime() - beganNanos > TimeUnit.NANOSECONDS.convert(timeout)) {
                throw new IOException("daemon " + (asked ? "has not ended yet" : "neither serves nor ends") + ": tool="
                        + name + pid(directory) + " waited=" + timeout);
            }
            Thread.sleep(STOP_PAUSE_MILLIS);
        }
        return true;
    }

    /**
     * True if another daemon has the lock than the one that had this state when it was asked to end. Without a state it may be
     * the same one, which removes its state before it gives the lock up.
     */
    private static boolean hasOtherState(ToolDirectory directory, Optional<DaemonState> ending) {
        Optional<DaemonState> now = DaemonState.read(directory.state());
        return ending.isPresent() && now.isPresent() && !now.equals(ending);
    }

    /** False if it does not serve, since it is still starting, or is ending already. */
    private boolean askToStop(ToolDirectory directory) throws IOException {
        try (Client client = connectAsItIs(directory)) {
            ask(client, DaemonMethods.STOP, NO_BYTES);
            return true;
        } catch (ConnectFailedException e) {
            if (!e.mayComeUp()) {
                throw e;
            }
        } catch (ConnectionClosedException e) {
            return true;
        } catch (CallException e) {
            if (e.status().code() != StatusCode.UNAVAILABLE) { // that it is while it starts or ends
                throw new IOException(
                        "daemon does not stop: tool=" + name + pid(directory) + " cause=" + e.getMessage(), e);
            }
        }
        return false;
    }

    private static String pid(ToolDirectory directory) {
        return DaemonState.read(directory.state())
                .map(state -> " pid=" + state.pid())
                .orElse("");
    }

    /** The last lines that daemons of the tool have printed, {@code lines} at most; none if it never had one. */
    public List<String> log(int lines) throws IOException {
        Optional<ToolDirectory> directory = places.find(name);
        return directory.isPresent() ? new DaemonLog(directory.get().log()).tail(lines, 0) : List.of();
    }

    /** Connects without a start and without a look at the version. */
    private Client connectAsItIs(ToolDirectory directory) throws IOException {
        return Client.connect(address(directory), config.withWaitForServer(Duration.ZERO));
    }

    private static UnixAddress address(ToolDirectory directory) {
        return new UnixAddress(directory.socket().toString(), false, UnixProvider.ANY);
    }

    private static Map<String, String> ask(Client client, String method, byte[] payload)
            throws IOException, CallException {
        byte[] answer =
                client.call(DaemonMethods.SERVICE, method, payload, CallOptions.DEFAULT.withTimeout(ANSWER_TIMEOUT));
        return DaemonState.parse(new String(answer, StandardCharsets.UTF_8));
    }

    /** The directory of the daemon that runs. */
    private Optional<ToolDirectory> running() throws IOException {
        Optional<ToolDirectory> directory = places.find(name);
        return directory.isPresent() && FileLock.isHeld(directory.get().lock()) ? directory : Optional.empty();
    }
}
