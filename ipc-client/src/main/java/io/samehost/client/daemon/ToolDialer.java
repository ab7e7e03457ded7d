package io.samehost.client.daemon;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ConnectFailedException.Reason;
import io.samehost.address.UnixAddress;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.Connector;
import io.samehost.daemon.DaemonMethods;
import io.samehost.daemon.DaemonState;
import io.samehost.daemon.ToolDirectory;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Connects a client to the daemon of a tool: starts it where there is none, and has one of another version replaced. */
final class ToolDialer implements Client.Dialer {
    private static final long PAUSE_MILLIS = 5;

    private final String name;
    private final String version;
    private final ToolDirectory directory;
    private final UnixAddress address;
    private final ClientConfig config;
    private final VersionPolicy policy;
    private final Optional<DaemonCommand> command;
    private final long startTimeoutNanos;

    /** The version of the daemon that has been stopped for another one. */
    private Optional<String> replaced = Optional.empty();

    /** The answer of the daemon that has been stopped last, until one is of use. */
    private Map<String, String> stopped = Map.of();

    /** Read by any thread. */
    private volatile Optional<PeerCredentials> server = Optional.empty();

    ToolDialer(
            String name,
            String version,
            ToolDirectory directory,
            UnixAddress address,
            ClientConfig config,
            VersionPolicy policy,
            Optional<DaemonCommand> command,
            Duration startTimeout) {
        this.name = name;
        this.version = version;
        this.directory = directory;
        this.address = address;
        this.config = config.withWaitForServer(Duration.ZERO);
        this.policy = policy;
        this.command = command;
        this.startTimeoutNanos = TimeUnit.NANOSECONDS.convert(startTimeout);
    }

    @Override
    public Optional<PeerCredentials> server() {
        return server;
    }

    @Override
    public SocketChannel dial(long limitNanos) throws IOException {
        long atMostNanos = Math.min(limitNanos, startTimeoutNanos);
        Optional<SocketChannel> there = connectIfThere(atMostNanos);
        if (there.isPresent()) {
            return there.get();
        }
        if (command.isEmpty()) {
            throw new ConnectFailedException(
                    Reason.MISSING, "daemon does not run: tool=" + name + " address=" + address + ", start it first");
        }
        try {
            return new DaemonStart(name, directory, command.get(), replaced, this::connectIfThere)
                    .startAndConnect(atMostNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the daemon starts: tool=" + name);
        }
    }

    /** Empty if nobody serves. */
    private Optional<SocketChannel> connectIfThere(long limitNanos) throws IOException {
        Connector connector = new Connector(address, config);
        try {
            SocketChannel channel = connector.connect(Math.max(1, limitNanos));
            server = connector.server();
            return Optional.of(channel);
        } catch (ConnectFailedException e) {
            if (e.reason() == Reason.MISSING || e.reason() == Reason.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean greet(Greeting greeting, long limitNanos) throws IOException {
        Duration timeout = Duration.ofNanos(Math.min(limitNanos, startTimeoutNanos));
        try {
            Map<String, String> daemon = ask(greeting, DaemonMethods.HELLO, "version " + version + "\n", timeout);
            return isUsable(daemon, greeting, timeout) || pause();
        } catch (CallException e) {
            return withoutAnswer(e, timeout);
        } catch (ConnectionClosedException e) {
            return pause(); // it was just ending
        }
    }

    private static Map<String, String> ask(Greeting greeting, String method, String text, Duration timeout)
            throws IOException, CallException {
        byte[] answer = greeting.call(DaemonMethods.SERVICE, method, text.getBytes(StandardCharsets.UTF_8), timeout);
        return DaemonState.parse(new String(answer, StandardCharsets.UTF_8));
    }

    private boolean isUsable(Map<String, String> daemon, Greeting greeting, Duration timeout)
            throws IOException, CallException {
        String other = daemon.getOrDefault("version", "");
        return switch (policy.decide(version, other)) {
            case USE -> {
                stopped = Map.of();
                yield true;
            }
            case REFUSE -> throw refused(other, "use the command of that version, or stop the daemon");
            case REPLACE -> {
                if (version.equals(daemon.get("replaced"))) {
                    throw refused(other, "it has replaced this version, and they would take turns: stop the daemon");
                }
                if (isBack(daemon, other)) {
                    throw refused(
                            other,
                            (daemon.containsKey("activated")
                                            ? "its service manager has started it again: upgrade the service"
                                            : "one of that version was stopped and came again: upgrade the daemon")
                                    + ", or use the command of that version");
                }
                stop(greeting, other, timeout);
                stopped = daemon;
                yield false;
            }
        };
    }

    /**
     * True if the version that was stopped for this one has come again, in another process: started by a service manager, or as
     * the daemon of this version, as which an older program is installed.
     */
    private boolean isBack(Map<String, String> daemon, String other) {
        return other.equals(stopped.get("version")) && !Objects.equals(stopped.get("pid"), daemon.get("pid"));
    }

    private void stop(Greeting greeting, String other, Duration timeout) throws IOException, CallException {
        if (command.isEmpty()) {
            throw refused(other, "stop the daemon and start the one of this version");
        }
        Map<String, String> answer = ask(greeting, DaemonMethods.STOP, "when idle\n", timeout);
        if (!answer.containsKey("stopping")) {
            throw refused(
                    other,
                    "it is at work and was left alone: calls=" + answer.get("calls")
                            + ", try again when it is idle, or stop the daemon");
        }
        replaced = Optional.of(other);
    }

    private DaemonVersionException refused(String other, String why) {
        return new DaemonVersionException(name, version, other, why);
    }

    /** A server that is no daemon of ours knows no versions. */
    private boolean withoutAnswer(CallException e, Duration waited) throws IOException {
        if (e.isNotProcessed()) {
            return pause();
        }
        if (e.status().code() == StatusCode.UNIMPLEMENTED) {
            return true;
        }
        if (e.status().code() == StatusCode.DEADLINE_EXCEEDED) {
            String pid = DaemonState.read(directory.state())
                    .map(state -> " pid=" + state.pid())
                    .orElse("");
            throw new ConnectFailedException(
                    Reason.TIMED_OUT,
                    "daemon does not answer: tool=" + name + pid + " waited=" + TimeUnit.MILLISECONDS.convert(waited)
                            + " ms, it may be stopped or overloaded",
                    new IOException(e));
        }
        throw new IOException("daemon does not tell its version: tool=" + name + " cause=" + e.getMessage(), e);
    }

    /** Gives a daemon that ends the time to take its socket away. */
    private static boolean pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a daemon ends");
        }
    }
}
