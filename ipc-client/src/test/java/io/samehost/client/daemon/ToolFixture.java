package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.fixture.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Commands and their daemon, which is a process of its own. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ToolFixture {
    static final byte[] NO_BYTES = {};
    static final Duration LONG = Duration.ofSeconds(60);

    TemporaryDirectory directory;

    /** Output and exit code of a command that has ended. */
    record Result(int exitCode, String out, String err) {
        /** The pid of the daemon that it has printed. */
        long pid() {
            assertEquals("", err);
            assertEquals(0, exitCode);
            return Long.parseLong(out.strip());
        }
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
        Files.createDirectory(directory.resolve("tmp"));
    }

    @AfterEach
    void end() throws IOException {
        Processes.killAll(directory.path());
        directory.close();
    }

    final Tool tool(String version, String idle, String fault) {
        return Tool.of("test", version)
                .in(TestCommand.places(directory.path()))
                .withStartTimeout(LONG)
                .startedBy(DaemonCommand.ofMain(TestDaemon.class, version, idle, fault));
    }

    final Tool tool() {
        return tool("1", "PT1M", "none");
    }

    final String call(Client client, String method) throws IOException, CallException {
        return new String(client.call("test.Tool", method, NO_BYTES), UTF_8);
    }

    /** The pid of the daemon. */
    final long pid(Client client) throws IOException, CallException {
        return Long.parseLong(call(client, "Pid"));
    }

    final long callOnce(Tool tool) throws IOException, CallException {
        try (Client client = tool.connect()) {
            return pid(client);
        }
    }

    final Path file(String name) {
        return directory.resolve("test").resolve(name);
    }

    /** The words of a command of the tool, in a process of its own. */
    final List<String> words(String... more) {
        return wordsIn(directory.path().toString(), System.getProperty("java.class.path"), more);
    }

    /** The same in another place, perhaps {@link TestCommand#OWN_PLACES}, with another class path. */
    final List<String> wordsIn(String place, String classPath, String... more) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-cp",
                classPath,
                TestCommand.class.getName(),
                place));
        words.addAll(more.length == 0 ? List.of("none") : List.of(more));
        return words;
    }

    /** Waits as a shell's substitution does: until all who could write the output have closed it. */
    final Result run(ProcessBuilder command) throws IOException, InterruptedException {
        Path err = Files.createTempFile(directory.path(), "err", "");
        Process process = command.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    final long runCommand() throws IOException, InterruptedException {
        return run(new ProcessBuilder(words())).pid();
    }

    /** Kills a process as {@code kill -9} does, and waits for its end. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    static void kill(long pid) {
        kill(ProcessHandle.of(pid).orElseThrow());
    }

    static void signal(long pid, String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor());
    }

    /** Stops a process by SIGSTOP, and waits until each of its threads stands. */
    static void stop(long pid) throws IOException, InterruptedException {
        signal(pid, "STOP");
        Awaitility.await().atMost(LONG).until(() -> Processes.stands(pid));
    }

    /** Others may have been started: they see that they are not needed, and end. */
    final void awaitOneDaemon(long pid) {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertEquals(List.of(pid), Processes.daemons(directory.path())));
    }
}
