package shim;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that do one thing, say little and end. */
final class Program {
    private static final int MOST_SECONDS = 30;

    private Program() {}

    /**
     * Runs a program in a directory, with more variables, and waits for its end.
     *
     * @return its output, byte by byte
     * @throws IOException if there is no such program, or it says no; its output is in the message
     */
    static String run(Path directory, Map<String, String> variables, List<String> command) throws IOException {
        ProcessBuilder program =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        program.redirectInput(new File("/dev/null")).environment().putAll(variables);
        Process process = program.start();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("program does not end: program=" + command.get(0) + " seconds=" + MOST_SECONDS);
            }
            return outputOf(process, command.get(0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a program ran: program=" + command.get(0));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String outputOf(Process ended, String name) throws IOException {
        String said = new String(ended.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (ended.exitValue() != 0) {
            throw new IOException(
                    "program failed: program=" + name + " status=" + ended.exitValue() + " said=" + said.strip());
        }
        return said;
    }
}
