package io.samehost.client.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which has said that it is ready. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Path err;
    private final String ready;

    private ServerProcess(Process process, BufferedReader out, Path err, String ready) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.ready = ready;
    }

    static ServerProcess start(List<String> command, Map<String, String> environment, Path directory, Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("IPC_ADDRESS");
        builder.environment().putAll(environment);
        Process process = builder.directory(directory.toFile())
                .redirectError(err.toFile())
                .start();
        BufferedReader out = process.inputReader();
        String ready = out.readLine();
        if (ready == null) {
            throw new IOException("server does not start: err=" + Files.readString(err));
        }
        return new ServerProcess(process, out, err, ready);
    }

    /** The first line. */
    String ready() {
        return ready;
    }

    /** Waits for the next line. */
    String nextLine() throws IOException {
        return String.valueOf(out.readLine());
    }

    /** The address of the first ready line. */
    String address() {
        return ready.split(" ", -1)[1];
    }

    /** The port in it. */
    String port() {
        return address().substring(address().lastIndexOf(':') + 1);
    }

    long pid() {
        return process.pid();
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    void kill(String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() throws Exception {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IOException("server does not end: err=" + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
