package io.samehost.bench.footprint;

import io.samehost.address.Address;
import io.samehost.bench.process.Environment;
import io.samehost.client.daemon.Tool;
import io.samehost.server.daemon.Daemon;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures a tool with a daemon as its users have it without more ado: {@code java -cp} and no class archive. Used by one
 * thread.
 */
final class ToolStarts {
    /** The daemon's answers tell whether it was started just now, and whether it is the same one still. */
    private static final String FIRST = "1";

    private static final String SECOND = "2";

    /** With a longer path the tool would go where its user has tools; see unix(7). */
    private static final int LONGEST_SOCKET_BYTES = 106;

    private final TimedCommands commands;
    private final Path socket;
    private final String classPath;

    /** {@code directory} takes the directory of the tool. */
    ToolStarts(TimedCommands commands, Path directory) {
        this(commands, directory, classPathOfTheTool());
    }

    ToolStarts(TimedCommands commands, Path directory, String classPath) {
        this.commands = commands;
        this.socket = directory.resolve(ToolDaemon.NAME).resolve("socket");
        this.classPath = classPath;
    }

    /**
     * The command from its start to its exit, twice.
     *
     * @param coldNanos no daemon runs: the command starts it, and waits for its first answer
     * @param warmNanos the daemon runs
     */
    record Times(long coldNanos, long warmNanos) {}

    /** Leaves no daemon behind, also when it fails. */
    Times round() throws IOException, InterruptedException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_BYTES) {
            throw new IOException("temporary directory has too long a path for a socket: path=" + socket);
        }
        Times times;
        try {
            times = new Times(
                    commands.untilExitNanos(command("count"), FIRST),
                    commands.untilExitNanos(command("count"), SECOND));
        } catch (IOException | InterruptedException | RuntimeException e) {
            stopAfter(e);
            throw e;
        }
        stop();
        return times;
    }

    private void stopAfter(Exception failure) {
        try {
            stop();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        } catch (InterruptedException e) {
            failure.addSuppressed(e);
            Thread.currentThread().interrupt();
        }
    }

    private void stop() throws IOException, InterruptedException {
        commands.untilExitNanos(command("stop"), "");
    }

    private List<String> command(String what) {
        return List.of(commands.java(), "-cp", classPath, ToolCommand.class.getName(), what);
    }

    /** No more than the tool needs: the JVM opens what stands before. */
    private static String classPathOfTheTool() {
        return Stream.of(ToolCommand.class, Tool.class, Daemon.class, Address.class)
                .map(type -> Environment.placeOf(type).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
