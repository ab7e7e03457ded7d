package io.samehost.server.daemon;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import io.samehost.daemon.DaemonState;
import io.samehost.daemon.FileLock;
import io.samehost.daemon.ToolDirectory;
import io.samehost.daemon.ToolNames;
import io.samehost.daemon.ToolPlaces;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.systemd.Systemd;
import io.samehost.transport.Transports;
import io.samehost.transport.system.Closing;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The daemon of a tool, as its {@code main} runs it:
 *
 * <pre>{@code
 * public static void main(String[] args) throws Exception {
 *     Daemon.of("notes", "1.2")
 *             .closeWhenIdle(Duration.ofMinutes(10))
 *             .run(builder -> builder.handle("notes.Notes", "Add", request -> add(request.payload())));
 * }
 * }</pre>
 *
 * <p>There is one for a user: it holds a lock for as long as it lives, which the kernel drops with the process. It tells the
 * command that has started it when it serves. It ends when nobody has used it for a while, when it is told to, or by SIGTERM;
 * each time what has begun is let end, and no call is lost. It prints to the tool's log if a command has started it, and is then
 * deaf to SIGHUP, which ends one that was started by hand (nohup(1) helps).
 */
public final class Daemon {
    /** A daemon that is about to end has so long to do it before another one of its name gives up. */
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private static final long LOCK_PAUSE_MILLIS = 5;
    private static final long LAST_STEPS_MILLIS = 1000;

    private final String name;
    private final String version;
    private Duration idleLimit = Duration.ofMinutes(10);

    /** What a daemon serves. */
    @FunctionalInterface
    public interface Setup {
        /** Runs once the daemon is known to be the only one: what only one may open, such as a file, is opened here. */
        void addTo(ServerBuilder builder) throws IOException;
    }

    private Daemon(String name, String version) {
        this.name = ToolNames.requireName(name);
        this.version = ToolNames.requireVersion(version);
    }

    /**
     * The daemon of the tool of that name and version.
     *
     * @throws IllegalArgumentException if a tool cannot have this name, since it is a part of a path, or if the version is no line
     */
    public static Daemon of(String name, String version) {
        return new Daemon(name, version);
    }

    /** Ends when nothing was at work for so long; 10 minutes unless set, zero for never. */
    public Daemon closeWhenIdle(Duration time) {
        idleLimit = time;
        return this;
    }

    /**
     * Serves until the end. Returns at once if another daemon of the name serves.
     *
     * @param setup adds the handlers, and more settings if need be
     * @throws IOException if the socket or a file cannot be had, or if {@code setup} fails
     */
    public void run(Setup setup) throws IOException, InterruptedException {
        Starter starter = Starter.ofThisProcess();
        Systemd systemd = Systemd.ofThisProcess();
        try {
            ToolDirectory directory = starter.directory().isPresent()
                    ? ToolDirectory.existing(starter.directory().get())
                    : ToolPlaces.ofThisUser().of(name);
            Optional<FileLock> lock = acquire(directory, systemd);
            if (lock.isPresent()) {
                serve(directory, lock.get(), starter, systemd, setup);
            } else {
                starter.tellReady(); // by another one
            }
        } catch (IOException | RuntimeException | Error e) {
            starter.tellFailed(e);
            throw e;
        } finally {
            starter.close();
        }
    }

    /**
     * Waits for one that is just ending. Empty if another one serves; a daemon that was killed has left its socket, on which
     * nobody does. The socket of a service manager is there whether anybody serves on it or not, and whoever comes to it comes
     * to this process.
     */
    private Optional<FileLock> acquire(ToolDirectory directory, Systemd systemd)
            throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        while (System.nanoTime() - beganNanos < TimeUnit.NANOSECONDS.convert(LONGEST_END)) {
            Optional<FileLock> lock = directory.tryLock();
            if (lock.isPresent()) {
                return lock;
            }
            if (systemd.sockets().isEmpty() && isServed(directory)) {
                return Optional.empty();
            }
            Thread.sleep(LOCK_PAUSE_MILLIS);
        }
        throw new IOException("another daemon of the name neither serves nor ends: name=" + name + " pid="
                + DaemonState.read(directory.state())
                        .map(state -> Long.toString(state.pid()))
                        .orElse("unknown") + " waited=" + LONGEST_END + ", end it by hand");
    }

    /** True if a connection may be had; one that has no room for it now serves too. */
    private static boolean isServed(ToolDirectory directory) {
        try {
            Transports.connect(address(directory), 1).close();
            return true;
        } catch (ConnectFailedException e) {
            return e.reason() != ConnectFailedException.Reason.MISSING
                    && e.reason() != ConnectFailedException.Reason.REFUSED;
        } catch (IOException e) {
            return false;
        }
    }

    private static UnixAddress address(ToolDirectory directory) {
        return new UnixAddress(directory.socket().toString(), false, UnixProvider.ANY);
    }

    private void serve(ToolDirectory directory, FileLock lock, Starter starter, Systemd systemd, Setup setup)
            throws IOException, InterruptedException {
        DaemonService own = new DaemonService(
                version, starter.replaced(), !systemd.sockets().isEmpty());
        ServerBuilder builder = Server.builder().closeWhenIdle(idleLimit);
        if (systemd.sockets().isEmpty()) {
            builder.listen(address(directory));
        } else {
            systemd.sockets().forEach(socket -> builder.listen(socket.address()));
        }
        own.addTo(builder);
        try {
            Files.deleteIfExists(directory.state()); // of one that was killed
            setup.addTo(builder);
            Server server = builder.start();
            Thread hook = hook(server);
            Runtime.getRuntime().addShutdownHook(hook);
            try (server) {
                own.serves(server);
                writeState(directory);
                starter.tellReady();
                systemd.follow(server);
                server.awaitTermination(Duration.ofSeconds(Long.MAX_VALUE));
            } finally {
                forget(hook);
            }
        } finally {
            Closing.all(() -> Files.deleteIfExists(directory.state()), lock);
        }
    }

    /** A daemon that cannot write the file serves all the same. */
    private void writeState(ToolDirectory directory) {
        try {
            state().write(directory.state());
        } catch (IOException e) {
            System.err.println("daemon serves, but its state cannot be written: " + e);
        }
    }

    /** Ends the server on a signal. The program then ends when this returns, so it waits for the thread that serves. */
    private static Thread hook(Server server) {
        Thread serving = Thread.currentThread();
        return new Thread(
                () -> {
                    try {
                        server.close();
                        serving.join(LAST_STEPS_MILLIS);
                    } catch (IOException e) {
                        System.err.println("daemon did not end well: " + e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "samehost-daemon-end");
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // it is running
        }
    }

    private DaemonState state() {
        ProcessHandle process = ProcessHandle.current();
        String command = process.info().commandLine().orElse("unknown");
        return new DaemonState(process.pid(), Instant.now(), version, command);
    }
}
