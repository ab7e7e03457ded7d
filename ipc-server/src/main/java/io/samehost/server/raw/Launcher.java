package io.samehost.server.raw;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.session.Connection;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.system.ManagerVariables;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts the children of one service. Each begins a session of its own, so that its whole family can be found and ended,
 * and with no signal blocked or ignored: the JVM blocks SIGQUIT, and nohup has it ignore SIGHUP, and both are inherited.
 * Java can do neither, so {@code env} and {@code setsid} do it and then become the command. Thread-safe.
 */
final class Launcher implements Closeable {
    private static final LastingLog LOG = new LastingLog(Launcher.class);

    private final List<String> command;
    private final NamedPipes pipes = new NamedPipes();

    /** Guarded by this. The programs before the command; empty until it is known which ones work here. */
    private Optional<List<String>> prefix = Optional.empty();

    private volatile Consumer<Map<String, String>> change = environment -> {};
    private volatile boolean discardsStderr;

    /**
     * Takes a command whose program was found.
     *
     * @throws IllegalArgumentException if there is no place for the pipes of its children
     */
    Launcher(List<String> command) {
        this.command = List.copyOf(command);
        NamedPipes.requirePlace();
    }

    /** Children that start from now on get the environment as {@code change} leaves it. */
    void changeEnvironment(Consumer<Map<String, String>> change) {
        this.change = change;
    }

    /** The stderr of children that start from now on goes nowhere, unless they have a pipe for it. */
    void discardStderr() {
        discardsStderr = true;
    }

    /** Pipes for a child; {@code withStderr} for its stderr too, which is the server's otherwise. */
    ChildPipes openPipes(boolean withStderr) throws IOException {
        return ChildPipes.open(pipes, withStderr);
    }

    /** Starts a child for a connection. */
    Process start(Connection connection, ChildPipes pipes) throws IOException {
        return start(
                pipes,
                connection.peer(),
                Map.of("IPC_ADDRESS", connection.address().toString()));
    }

    /** Starts a child with some variables more than all have. */
    Process start(ChildPipes pipes, Optional<PeerCredentials> peer, Map<String, String> variables) throws IOException {
        List<String> whole = new ArrayList<>(prefix());
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .redirectInput(pipes.stdin())
                .redirectOutput(pipes.stdout())
                .redirectError(
                        discardsStderr && !pipes.haveStderr() ? ProcessBuilder.Redirect.DISCARD : pipes.stderr());
        Map<String, String> environment = builder.environment();
        ManagerVariables.removeFrom(environment);
        change.accept(environment);
        environment.putAll(variables);
        // The server's own environment must not pass for what the kernel says.
        environment.remove("IPC_PEER_USER");
        environment.remove("IPC_PEER_UID");
        environment.remove("IPC_PEER_PID");
        if (peer.isPresent()) {
            environment.put("IPC_PEER_USER", peer.get().user());
            peer.get().uid().ifPresent(uid -> environment.put("IPC_PEER_UID", Integer.toUnsignedString(uid)));
            peer.get().pid().ifPresent(pid -> environment.put("IPC_PEER_PID", Integer.toString(pid)));
        }
        return builder.start();
    }

    private synchronized List<String> prefix() throws IOException {
        if (prefix.isEmpty()) {
            warnOfOrphans();
            prefix = Optional.of(findPrefix());
        }
        return prefix.get();
    }

    /** The JVM reaps its children, but no process that becomes its child because the parent has ended. */
    private static void warnOfOrphans() {
        if (ProcessHandle.current().pid() == 1) {
            LOG.log(
                    Level.WARNING,
                    "processes that children leave behind become zombies, since this server is process 1:"
                            + " start it by an init, for example docker run --init");
        }
    }

    private static List<String> findPrefix() throws IOException {
        List<String> session = working("setsid", "--");
        List<String> signals = working("env", "--default-signal");
        if (session.isEmpty() || signals.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "children start as the server did: ownSession=" + !session.isEmpty() + " defaultSignals="
                            + !signals.isEmpty() + ", install setsid of util-linux and env of coreutils 8.31");
        }
        if (session.isEmpty()) {
            return List.of(); // env alone would take a command with a = in its name for a variable
        }
        List<String> found = new ArrayList<>(signals);
        found.addAll(session);
        return found;
    }

    /** Empty if there is no such program, or it does not know the option. */
    private static List<String> working(String name, String option) throws IOException {
        List<String> trial;
        try {
            trial = List.of(Program.find(name), option, Program.find("true"));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "missing: " + e.getMessage());
            return List.of();
        }
        return Program.run(trial).isEmpty() ? trial.subList(0, 2) : List.of();
    }

    @Override
    public void close() throws IOException {
        pipes.close();
    }
}
