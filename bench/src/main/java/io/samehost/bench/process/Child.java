package io.samehost.bench.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One measured process, seen from the parent; {@link ParentLine} is the other side and has the table of what is said.
 * Used by one thread, except that any thread may {@link #close} it.
 */
public final class Child implements Closeable {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final String END = "";

    private final String name;
    private final Process process;
    private final Path errorFile;
    private final Writer in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Child(String name, Process process, Path errorFile) {
        this.name = name;
        this.process = process;
        this.errorFile = errorFile;
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a process; what it prints on stderr goes to a file in {@code directory} until it is needed. */
    public static Child start(String name, List<String> command, Path directory) throws IOException {
        Path errorFile = directory.resolve(name + ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errorFile.toFile()).start();
        Child child = new Child(name, process, errorFile);
        Thread reader = new Thread(child::read, "from-" + name);
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            // the same as the end of its output
        } finally {
            lines.add(END);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public void tell(String instruction) throws IOException, InterruptedException {
        try {
            in.write(instruction + '\n');
            in.flush();
        } catch (IOException e) {
            throw new IOException(ending(instruction), e);
        }
    }

    /**
     * Waits for a line that starts with {@code word}, and returns the rest of it.
     *
     * @throws UnavailableException if the process says that it cannot do it here
     */
    public String expect(String word, Duration patience) throws IOException, InterruptedException {
        String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IOException(name + " does not answer: expected=" + word + " waitedMs=" + patience.toMillis());
        }
        if (line.equals(word) || line.startsWith(word + ' ')) {
            return line.substring(word.length()).strip();
        }
        if (line.startsWith("unavailable ")) {
            throw new UnavailableException(line.substring("unavailable ".length()));
        }
        if (line.startsWith("failed ")) {
            throw new IOException(name + " failed: " + line.substring("failed ".length()));
        }
        throw new IOException(
                line.equals(END) ? ending(word) : name + " said something else: expected=" + word + " line=" + line);
    }

    /** In words how the process ended. */
    private String ending(String expected) throws IOException, InterruptedException {
        String status = process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                ? Integer.toString(process.exitValue())
                : "none";
        String said = Files.readString(errorFile).strip();
        return name + " ended: expected=" + expected + " exitStatus=" + status + " stderr="
                + said.lines().findFirst().orElse("");
    }

    /** Ends the process: it is asked to by the end of its input, and killed if it takes its time. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException alreadyEnded) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
