package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ConnectFailedException;
import io.samehost.client.Client;
import io.samehost.daemon.DaemonMethods;
import io.samehost.daemon.DaemonState;
import io.samehost.daemon.FileLock;
import io.samehost.daemon.ToolDirectory;
import io.samehost.server.Server;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

    /** The next command may come while the daemon ends, and start one that has the lock at once. */
    @Test
    void aStopEndsWithTheDaemonThatItStoppedAlthoughAnotherOneHasTakenItsPlace() throws Exception {
        ToolDirectory place = TestCommand.places(directory.path()).of("test");
        new DaemonState(1, Instant.EPOCH, "1", "first").write(place.state());
        FileLock lock = place.tryLock().orElseThrow();
        try (Server server = Server.builder()
                .listen("unix:" + place.socket())
                .handle(DaemonMethods.SERVICE, DaemonMethods.STOP, request -> {
                    new DaemonState(2, Instant.EPOCH, "1", "second").write(place.state());
                    return "stopping true\n".getBytes(UTF_8);
                })
                .start()) {
            assertTrue(tool().stop(LONG));
            assertFalse(server.isClosing());
        } finally {
            lock.close();
        }
    }

    @Test
    void aDaemonThatIsJustStartingIsAskedToStopAgain() throws Exception {
        ToolDirectory place = TestCommand.places(directory.path()).of("test");
        FileLock lock = place.tryLock().orElseThrow();
        AtomicInteger asked = new AtomicInteger();
        try (Server server = Server.builder()
                .listen("unix:" + place.socket())
                .handle(DaemonMethods.SERVICE, DaemonMethods.STOP, request -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new StatusException(StatusCode.UNAVAILABLE, "daemon is just starting");
                    }
                    lock.close();
                    return "stopping true\n".getBytes(UTF_8);
                })
                .start()) {
            assertTrue(tool().stop(LONG));
            assertEquals(2, asked.get());
            assertFalse(server.isClosing());
        }
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
    void theDaemonInheritsNoSocketPipeOrFileOfItsStarter() throws Exception {
        Path kept = Files.createFile(directory.resolve("kept"));
        try (ServerSocketChannel socket = ServerSocketChannel.open();
                OutputStream file = Files.newOutputStream(kept);
                Client client = tool().connect()) {
            assertTrue(socket.isOpen());
            file.write(1);
            Set<String> own = descriptors(ProcessHandle.current().pid());
            assertTrue(own.contains(kept.toString()));
            Set<String> inherited = descriptors(pid(client));
            inherited.retainAll(own);
            inherited.removeIf(target -> !target.startsWith("socket:") && !target.startsWith("pipe:"));
            assertEquals(Set.of(), inherited);
            assertFalse(descriptors(pid(client)).contains(kept.toString()));
        }
        Files.delete(kept);
    }

    private static Set<String> descriptors(long pid) throws IOException {
        Set<String> targets = new HashSet<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path link : links.toList()) {
                if (Files.isSymbolicLink(link)) {
                    targets.add(Files.readSymbolicLink(link).toString());
                }
            }
        } catch (NoSuchFileException e) {
            return descriptors(pid); // one was closed meanwhile
        }
        return targets;
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
    void aDaemonThatNeverServesMeetsTheTimeToStart() {
        Tool slow = tool("1", "PT1M", "sleeps").withStartTimeout(Duration.ofSeconds(3));
        DaemonStartException failure = assertThrows(DaemonStartException.class, slow::connect);
        assertTrue(failure.getMessage().startsWith("daemon does not serve yet: tool=test pid="), failure.getMessage());
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

    @Test
    void aDaemonThatHasServedAndEndedBeforeItsCommandCameIsStartedOnceMore() throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "sh",
                "-c",
                "if mkdir \"$0\"; then echo ready >&0; else exec \"$@\"; fi",
                directory.resolve("once").toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TestDaemon.class.getName()));
        words.addAll(List.of("1", "PT1M", "none"));
        long pid = callOnce(tool().startedBy(DaemonCommand.of(words.toArray(String[]::new))));
        assertEquals(List.of(pid), Processes.daemons(directory.path()));
    }

    @Test
    void aDaemonThatAlwaysEndsAsSoonAsItServesIsStartedThreeTimesAndToldOf() throws Exception {
        DaemonCommand brief = DaemonCommand.of("sh", "-c", "echo begins; echo ready >&0; exit 3");
        DaemonStartException failure = assertThrows(
                DaemonStartException.class, () -> tool().startedBy(brief).connect());
        String first = failure.getMessage().lines().findFirst().orElseThrow();
        assertTrue(first.startsWith("daemon ends as soon as it serves: tool=test exit=3 starts=3"), first);
        assertEquals(List.of("begins", "begins", "begins"), tool().log(10));
    }

    /** The last lines of a log that is long may be without it. */
    @Test
    void aDaemonThatCannotServeTellsItsCommandTheCause() throws Exception {
        Files.createDirectories(file("socket").resolve("other"));
        DaemonStartException failure = assertThrows(DaemonStartException.class, () -> tool().connect());
        String first = failure.getMessage().lines().findFirst().orElseThrow();
        assertTrue(first.startsWith("daemon ended before it served: tool=test exit=1 cause="), first);
        assertTrue(first.contains(" path=" + file("socket") + " "), first);
    }
}
