package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ConnectFailedException;
import io.samehost.client.Client;
import io.samehost.fixture.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A command that finds its daemon, or starts it. */
final class ToolTest extends ToolFixture {
    @Test
    void theFirstCallStartsTheDaemonAndTheNextOneFindsIt() throws Exception {
        long pid = callOnce(tool());
        assertEquals(pid, callOnce(tool()));
        DaemonStatus status = tool().status().orElseThrow();
        assertTrue(status.answers());
        assertEquals(pid, status.pid());
        assertEquals("1", status.version());
        assertEquals(List.of("daemon begins: version=1"), tool().log(10));
    }

    @Test
    void theDaemonHasASessionOfItsOwnAndNothingOfItsStarter() throws Exception {
        try (Client client = tool().connect()) {
            long pid = pid(client);
            String expected =
                    "/dev/null " + file("log") + " " + file("log") + " session=" + pid + " pid=" + pid + " cwd=/";
            assertEquals(expected, call(client, "Fds"));
        }
    }

    @Test
    void manyFirstCallsAtOnceStartOneDaemon() throws Exception {
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            calls.add(Background.call(() -> callOnce(tool())));
        }
        for (int i = 0; i < 3; i++) {
            calls.add(Background.call(() -> Long.parseLong(runCommand())));
        }
        Set<Long> seen = new HashSet<>();
        for (CompletableFuture<Long> call : calls) {
            seen.add(call.get(100, TimeUnit.SECONDS));
        }
        assertEquals(1, seen.size(), seen::toString);
        assertEquals(List.of("daemon begins: version=1"), tool().log(10));
    }

    /** As a shell's substitution does: until all who could write have closed. */
    private String runCommand() throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestCommand.class.getName(),
                        directory.path().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(command.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, command.waitFor(), output);
        return output.strip();
    }

    @Test
    void aCommandWhoseOutputIsReadEndsAlthoughItsDaemonGoesOn() throws Exception {
        long pid = Long.parseLong(runCommand());
        pids.add(pid);
        assertTrue(ProcessHandle.of(pid).orElseThrow().isAlive());
    }

    @Test
    void aDaemonThatWasKilledIsStartedAgainByTheSameClient() throws Exception {
        try (Client client = tool().connect()) {
            long first = pid(client);
            ProcessHandle process = ProcessHandle.of(first).orElseThrow();
            process.destroyForcibly();
            process.onExit().get(60, TimeUnit.SECONDS);
            assertTrue(Files.exists(file("socket")));
            assertTrue(tool().status().isEmpty());
            assertNotEquals(first, pid(client));
        }
    }

    @Test
    void aStateOfAnotherProcessOrNoneAtAllMisleadsNobody() throws Exception {
        Files.createDirectory(directory.resolve("test"));
        Files.writeString(
                file("state"),
                "pid " + ProcessHandle.current().pid() + "\nstarted 2020-01-01T00:00:00Z\nversion 1\ncommand x\n");
        assertTrue(tool().status().isEmpty());
        assertFalse(tool().stop(LONG));
        long pid = callOnce(tool());
        Files.writeString(file("state"), "nonsense");
        assertEquals(pid, callOnce(tool()));
        assertTrue(tool().stop(LONG));
        assertTrue(tool().status().isEmpty());
    }

    @Test
    void aDaemonThatFailsInMainSaysWhyAtOnce() {
        DaemonStartException failure = assertThrows(
                DaemonStartException.class, () -> tool("1", "PT1M", "throws").connect());
        assertTrue(
                failure.getMessage().startsWith("daemon ended before it served: tool=test exit=1"),
                failure.getMessage());
        assertTrue(failure.getMessage().contains("IllegalStateException: no such planet"), failure.getMessage());
        assertEquals(file("log"), failure.log());
    }

    @Test
    void aDaemonThatNeverServesMeetsTheTimeToStart() throws Exception {
        Tool slow = tool("1", "PT1M", "sleeps").withStartTimeout(Duration.ofSeconds(3));
        DaemonStartException failure = assertThrows(DaemonStartException.class, slow::connect);
        assertTrue(failure.getMessage().startsWith("daemon does not serve yet: tool=test pid="), failure.getMessage());
        pids.add(Long.parseLong(failure.getMessage().replaceFirst("(?s).*pid=([0-9]+).*", "$1")));
    }

    @Test
    void aDaemonThatWasStoppedBySignalMeetsTheDeadlineAndIsNamed() throws Exception {
        long pid = callOnce(tool());
        signal(pid, "STOP");
        ConnectFailedException failure = assertThrows(
                ConnectFailedException.class,
                () -> tool().withStartTimeout(Duration.ofMillis(500)).connect());
        assertTrue(
                failure.getMessage().startsWith("daemon does not answer: tool=test pid=" + pid), failure.getMessage());
        assertFalse(tool().status().orElseThrow().answers());
        signal(pid, "CONT");
        assertEquals(pid, callOnce(tool()));
    }

    private static void signal(long pid, String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor());
    }

    @Test
    void aHangUpIsIgnoredAndTermLetsCallsEnd() throws Exception {
        try (Client client = tool().connect()) {
            long pid = pid(client);
            signal(pid, "HUP");
            CompletableFuture<byte[]> slow = client.callAsync("test.Tool", "Wait", "1000".getBytes(UTF_8));
            Awaitility.await().until(() -> tool().status().orElseThrow().calls() == 1);
            signal(pid, "TERM");
            assertEquals("1000", new String(slow.get(60, TimeUnit.SECONDS), UTF_8));
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
        }
        assertTrue(tool().status().isEmpty());
        assertFalse(Files.exists(file("socket")));
        assertFalse(Files.exists(file("state")));
    }

    @Test
    void withoutACommandToStartItADaemonThatDoesNotRunIsMissing() {
        ConnectFailedException missing = assertThrows(
                ConnectFailedException.class,
                () -> Tool.of("test", "1")
                        .in(TestCommand.places(directory.path()))
                        .connect());
        assertTrue(missing.getMessage().startsWith("daemon does not run: tool=test"), missing.getMessage());
    }

    @Test
    void anyCommandWillDoThatServesAtTheSocket() throws Exception {
        DaemonCommand shell = DaemonCommand.of("sh", "-c", "echo nothing to do; exit 7");
        DaemonStartException failure = assertThrows(
                DaemonStartException.class,
                () -> Tool.of("test", "1")
                        .in(TestCommand.places(directory.path()))
                        .startedBy(shell)
                        .connect());
        assertTrue(failure.getMessage().contains("exit=7"), failure.getMessage());
        assertEquals(List.of("nothing to do"), failure.lastLines());
        assertEquals(Optional.empty(), tool().status());
    }
}
