package io.samehost.transport;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that runs {@link TransportProgram}. */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;

    private ChildProcess(Process process) {
        this.process = process;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    public static ChildProcess start(String... jvmOptions) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), jvmOptions);
    }

    /**
     * Starts one.
     *
     * @param prefix a program and its arguments that the JVM is run by, such as setpriv
     */
    public static ChildProcess start(List<String> prefix, String classPath, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", classPath, TransportProgram.class.getName()));
        ChildProcess child = new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        String ready = child.answer();
        if (!ready.equals("ready")) {
            throw new IOException("child does not start: answer=" + ready);
        }
        return child;
    }

    public void tell(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
    }

    public String answer() throws IOException {
        return String.valueOf(answers.readLine());
    }

    public String ask(String command) throws IOException {
        tell(command);
        return answer();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
