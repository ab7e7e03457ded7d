package io.samehost.client.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that is told lines and says lines. Its standard error goes to a file. */
final class LineProcess implements AutoCloseable {
    private static final Path ERRORS = Path.of("target", "interop", "peers-stderr.log");

    /** {@link #said} holds this when the process says no more. */
    private static final String END = "(end of output)";

    private final Process process;
    private final BufferedWriter told;
    private final Lines said = new Lines();

    private LineProcess(Process process) {
        this.process = process;
        this.told = process.outputWriter(StandardCharsets.UTF_8);
    }

    static LineProcess start(List<String> command) throws IOException {
        Files.createDirectories(ERRORS.getParent());
        LineProcess started = new LineProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(ERRORS.toFile()))
                .start());
        Thread reader = new Thread(started::read, "reader-of-" + started.process.pid());
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
            }
            said.add(END);
        } catch (IOException e) {
            said.add("(killed: " + e.getMessage() + ")");
        }
    }

    void tell(String... parts) throws IOException {
        told.write(String.join("\t", parts));
        told.newLine();
        told.flush();
    }

    Lines said() {
        return said;
    }

    /** Ends its input, waits for it to end by itself, and returns its exit status. */
    int finish() throws IOException, InterruptedException {
        told.close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IOException("process does not end at the end of its input: pid=" + process.pid());
        }
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
