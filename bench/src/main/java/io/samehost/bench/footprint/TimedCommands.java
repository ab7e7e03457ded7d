package io.samehost.bench.footprint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts commands with the JDK of this process, one after the other, and takes their time. Used by one thread. */
final class TimedCommands {
    private static final long PATIENCE_SECONDS = 300;

    private final Path javaHome = Path.of(System.getProperty("java.home"));
    private final Path directory;

    /** {@code directory} takes what the commands complain of, and whatever else they would leave with the user. */
    TimedCommands(Path directory) {
        this.directory = directory;
    }

    /** The program of the JDK. */
    String java() {
        return javaHome.resolve("bin/java").toString();
    }

    /**
     * Runs a command, and tells the time from its start to its exit.
     *
     * @param answer the first line that it has to print; any will do if this is empty
     */
    long untilExitNanos(List<String> command, String answer) throws IOException, InterruptedException {
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

    Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(complaints().toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        return builder.start();
    }

    static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private Path complaints() {
        return directory.resolve("start.err");
    }

    /** What the last command printed on stderr, in one line. */
    String complaint() throws IOException {
        return "stderr=" + Files.readString(complaints()).strip().replace('\n', ' ');
    }

    static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
