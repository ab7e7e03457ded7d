package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.cli.SearchPath;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.transport.system.ManagerVariables;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server that a call starts if it does not run: {@code call --start COMMAND}. It stays when the call is over, in a session
 * of its own, so that Ctrl-C does not reach it, and has none of the call's streams.
 */
final class StartedServer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For another call's server, which has the address and does not serve yet. */
    private static final Duration RACE = Duration.ofSeconds(2);

    private static final int LAST_LINES = 5;

    private final List<String> command;

    /** @param command split at its spaces: no shell reads it */
    StartedServer(String command) {
        this.command = List.of(command.strip().split("\\s+"));
        if (this.command.get(0).isEmpty()) {
            throw new IllegalArgumentException(
                    "no command: --start=" + command + ", write --start 'PROGRAM ARGUMENT...'");
        }
    }

    /**
     * Connects, and starts the server first if nobody is there.
     *
     * @throws IOException if it ends before it serves; its last lines are in the text
     */
    Client connect(Address address, ClientConfig config, Duration patience) throws IOException {
        try {
            return Client.connect(address, config);
        } catch (ConnectFailedException e) {
            if (!e.mayComeUp()) {
                throw e;
            }
        }
        Path complaints = Files.createTempFile("ipc-start", ".log");
        complaints.toFile().deleteOnExit(); // after Ctrl-C too
        try {
            return connectToStarted(
                    address, config.withWaitForServer(patience.isZero() ? PATIENCE : patience), complaints);
        } finally {
            Files.deleteIfExists(complaints); // the server may write on, to a file without a name
        }
    }

    private Client connectToStarted(Address address, ClientConfig config, Path complaints) throws IOException {
        Process server = start(complaints);
        try {
            return Client.connect(address, config, server::isAlive);
        } catch (ConnectFailedException e) {
            if (server.isAlive()) {
                throw e;
            }
        }
        try { // another call's server may have been faster, and ours have left the address to it
            return Client.connect(address, config.withWaitForServer(RACE));
        } catch (ConnectFailedException e) {
            throw new IOException(
                    "server was started and has ended: command=" + String.join(" ", command) + " exit="
                            + exitCode(server) + said(complaints),
                    e);
        }
    }

    private Process start(Path complaints) throws IOException {
        List<String> words = new ArrayList<>();
        if (SearchPath.ofThisProcess().find("setsid").isPresent()) {
            words.add("setsid");
        }
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(complaints.toFile());
        ManagerVariables.removeFrom(builder.environment());
        return builder.start();
    }

    private static String exitCode(Process server) {
        try {
            return server.waitFor(1, TimeUnit.SECONDS) ? Integer.toString(server.exitValue()) : "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    private static String said(Path complaints) throws IOException {
        List<String> lines = new String(Files.readAllBytes(complaints), StandardCharsets.UTF_8)
                .strip()
                .lines()
                .toList();
        return lines.isEmpty()
                ? ""
                : ", it said: "
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
