package io.samehost.bench.footprint;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.process.ProcessMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Measures the start of the commands, from the launcher on, beside an empty JVM of the same JDK. Used by one thread. */
public final class StartUps {
    private static final long PATIENCE_SECONDS = 300;
    private static final double MOST_TIMES_EMPTY = 2.5;
    private static final double MOST_MEBIBYTES = 60;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEBIBYTE = 1024.0 * 1024;
    private static final String TEXT = "hi";

    private final Path scripts;
    private final Path javaHome;
    private final Path directory;

    /** {@code scripts} has the launchers; {@code directory} takes a socket file and what the commands complain of. */
    public StartUps(Path scripts, Path directory) {
        this.scripts = scripts;
        this.javaHome = Path.of(System.getProperty("java.home"));
        this.directory = directory;
    }

    /**
     * One start of each.
     *
     * @param emptyNanos of {@code java -Xshare:auto -version}, start to exit
     * @param callNanos of {@code ipc-client call}, start to exit
     * @param readyNanos of {@code ipc-server rpc}, start to its ready line
     * @param serverBytes resident memory of that server once it has answered the call
     */
    record Round(long emptyNanos, long callNanos, long readyNanos, long serverBytes) {}

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
        double[] ready = millis(rounds, Round::readyNanos);
        double[] mebibytes = rounds.stream()
                .mapToDouble(round -> round.serverBytes() / MEBIBYTE)
                .toArray();
        return List.of(
                Figure.of("java -Xshare:auto -version", empty, "ms"),
                Figure.of("ipc-client call, to its exit", call, "ms"),
                Figure.ratio("ipc-client call, to java", call, empty).under(MOST_TIMES_EMPTY),
                Figure.of("ipc-server rpc, to its ready line", ready, "ms"),
                Figure.ratio("ipc-server rpc, to java", ready, empty).under(MOST_TIMES_EMPTY),
                Figure.of("idle ipc-server rpc, resident", mebibytes, "MiB").under(MOST_MEBIBYTES));
    }

    private static double[] millis(List<Round> rounds, ToLongFunction<Round> nanos) {
        return rounds.stream()
                .mapToDouble(round -> nanos.applyAsLong(round) / NANOS_PER_MILLI)
                .toArray();
    }

    private Round round() throws IOException, InterruptedException {
        long emptyNanos = untilExit(List.of(javaHome.resolve("bin/java").toString(), "-Xshare:auto", "-version"), "");
        String address = "unix:" + directory.resolve("s");
        long startNanos = System.nanoTime();
        Process server = start(List.of(scripts.resolve("ipc-server").toString(), "rpc", "-l", address));
        try (BufferedReader out = reader(server)) {
            if (out.readLine() == null) {
                throw new IOException("the server is not ready: " + complaint());
            }
            long readyNanos = System.nanoTime() - startNanos;
            String call = scripts.resolve("ipc-client").toString();
            long callNanos = untilExit(List.of(call, "call", address, "samehost.Echo/Echo", "-d", TEXT), TEXT);
            long serverBytes = ProcessMemory.residentBytes(server.toHandle());
            return new Round(emptyNanos, callNanos, readyNanos, serverBytes);
        } finally {
            end(server);
        }
    }

    private long untilExit(List<String> command, String answer) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        Process process = start(command);
        try (BufferedReader out = reader(process)) {
            String said = String.valueOf(out.readLine());
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("start failed: command=" + command + ": " + complaint());
            }
            long nanos = System.nanoTime() - startNanos;
            if (!answer.isEmpty() && !said.equals(answer)) {
                throw new IOException("a wrong answer: command=" + command + " answer=" + said);
            }
            return nanos;
        } finally {
            end(process);
        }
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(complaints().toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        return builder.start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private Path complaints() {
        return directory.resolve("start.err");
    }

    private String complaint() throws IOException {
        return "stderr=" + Files.readString(complaints()).strip().replace('\n', ' ');
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
