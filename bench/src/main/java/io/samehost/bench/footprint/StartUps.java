package io.samehost.bench.footprint;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.process.ProcessMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Measures the start of the commands, from the launcher on, beside an empty JVM of the same JDK. Used by one thread. */
public final class StartUps {
    private static final double MOST_TIMES_EMPTY = 2.5;
    private static final double MOST_MEBIBYTES = 60;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEBIBYTE = 1024.0 * 1024;
    private static final String TEXT = "hi";

    /** Who has used no processor time for so long rests. */
    private static final long REST_MILLIS = 600;

    private static final int MOST_RESTS = 50;

    private final Path scripts;
    private final Path directory;
    private final TimedCommands commands;
    private final ToolStarts tool;

    /** {@code scripts} has the launchers; {@code directory} takes a socket file and what the commands complain of. */
    public StartUps(Path scripts, Path directory) {
        this.scripts = scripts;
        this.directory = directory;
        this.commands = new TimedCommands(directory);
        this.tool = new ToolStarts(commands, directory);
    }

    /**
     * One start of each.
     *
     * @param emptyNanos of {@code java -Xshare:auto -version}, start to exit
     * @param readyNanos of {@code ipc-server rpc}, start to its ready line
     * @param firstCallNanos of {@code ipc-client call}, start to exit, as soon as that server is ready
     * @param callNanos of the next one, once the server rests
     * @param serverBytes resident memory of that server once it has answered both
     * @param tool of the command of a tool with a daemon
     */
    record Round(
            long emptyNanos,
            long readyNanos,
            long firstCallNanos,
            long callNanos,
            long serverBytes,
            ToolStarts.Times tool) {}

    /** The first one is for building and preparing what is missing, and does not count. */
    public List<Round> measure(int number) throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        round();
        for (int i = 0; i < number; i++) {
            rounds.add(round());
        }
        return rounds;
    }

    public static List<Figure> figures(List<Round> rounds) {
        double[] empty = millis(rounds, Round::emptyNanos);
        double[] call = millis(rounds, Round::callNanos);
        double[] firstCall = millis(rounds, Round::firstCallNanos);
        double[] ready = millis(rounds, Round::readyNanos);
        double[] cold = millis(rounds, round -> round.tool().coldNanos());
        double[] warm = millis(rounds, round -> round.tool().warmNanos());
        double[] mebibytes = rounds.stream()
                .mapToDouble(round -> round.serverBytes() / MEBIBYTE)
                .toArray();
        return List.of(
                Figure.of("java -Xshare:auto -version", empty, "ms"),
                Figure.of("ipc-client call, to its exit", call, "ms"),
                Figure.ratio("ipc-client call, to java", call, empty).under(MOST_TIMES_EMPTY),
                Figure.of("call to a server that starts, to its exit", firstCall, "ms"),
                Figure.ratio("call to a server that starts, to java", firstCall, empty),
                Figure.of("ipc-server rpc, to its ready line", ready, "ms"),
                Figure.ratio("ipc-server rpc, to java", ready, empty).under(MOST_TIMES_EMPTY),
                Figure.of("idle ipc-server rpc, resident", mebibytes, "MiB").under(MOST_MEBIBYTES),
                Figure.of("tool, cold, no class archive, to its exit", cold, "ms"),
                Figure.ratio("tool, cold, no class archive, to java", cold, empty),
                Figure.of("tool, warm, no class archive, to its exit", warm, "ms"),
                Figure.ratio("tool, warm, no class archive, to java", warm, empty));
    }

    private static double[] millis(List<Round> rounds, ToLongFunction<Round> nanos) {
        return rounds.stream()
                .mapToDouble(round -> nanos.applyAsLong(round) / NANOS_PER_MILLI)
                .toArray();
    }

    private Round round() throws IOException, InterruptedException {
        long emptyNanos = commands.untilExitNanos(List.of(commands.java(), "-Xshare:auto", "-version"), "");
        ToolStarts.Times toolTimes = tool.round();
        String address = "unix:" + directory.resolve("s");
        long startNanos = System.nanoTime();
        Process server = commands.start(List.of(scripts.resolve("ipc-server").toString(), "rpc", "-l", address));
        try (BufferedReader out = TimedCommands.reader(server)) {
            if (out.readLine() == null) {
                throw new IOException("the server is not ready: " + commands.complaint());
            }
            long readyNanos = System.nanoTime() - startNanos;
            long firstCallNanos = callNanos(address);
            awaitRest(server.toHandle());
            long callNanos = callNanos(address);
            long serverBytes = ProcessMemory.residentBytes(server.toHandle());
            return new Round(emptyNanos, readyNanos, firstCallNanos, callNanos, serverBytes, toolTimes);
        } finally {
            TimedCommands.end(server);
        }
    }

    private long callNanos(String address) throws IOException, InterruptedException {
        String call = scripts.resolve("ipc-client").toString();
        return commands.untilExitNanos(List.of(call, "call", address, "samehost.Echo/Echo", "-d", TEXT), TEXT);
    }

    /** A server has work for half a second after its ready line, and the compiler with what it did. */
    private static void awaitRest(ProcessHandle server) throws IOException, InterruptedException {
        Optional<Duration> before = server.info().totalCpuDuration();
        for (int i = 0; i < MOST_RESTS; i++) {
            Thread.sleep(REST_MILLIS);
            Optional<Duration> after = server.info().totalCpuDuration();
            if (after.equals(before)) {
                return;
            }
            before = after;
        }
        throw new IOException("the server does not rest, so a call to one that rests cannot be measured");
    }
}
