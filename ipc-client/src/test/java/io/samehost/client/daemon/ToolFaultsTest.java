package io.samehost.client.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ConnectFailedException;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.daemon.ToolDirectory;
import io.samehost.fixture.Background;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/** Daemons and commands that come at once, are killed or stopped, or fail. Not final: {@link ToolSoakTest} repeats it. */
class ToolFaultsTest extends ToolFixture {
    /** About as long as a command and its daemon need to start. */
    private static final int START_MILLIS = 1500;

    @Rounds
    void manyFirstCallsAtOnceStartOneDaemon() throws Exception {
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            calls.add(Background.call(() -> callOnce(tool())));
        }
        for (int i = 0; i < 3; i++) {
            calls.add(Background.call(this::runCommand));
        }
        Set<Long> seen = new HashSet<>();
        for (CompletableFuture<Long> call : calls) {
            seen.add(call.get(100, TimeUnit.SECONDS));
        }
        assertEquals(1, seen.size(), seen::toString);
        assertEquals(List.copyOf(seen), Processes.daemons(directory.path()));
        assertEquals(List.of("daemon begins: version=1"), tool().log(10));
    }

    @Rounds
    void aDaemonThatWasKilledIsStartedAgainByTheSameClient() throws Exception {
        try (Client client = tool().connect()) {
            long first = pid(client);
            kill(first);
            assertTrue(Files.exists(file("socket")));
            assertTrue(tool().status().isEmpty());
            assertNotEquals(first, pid(client));
        }
    }

    @Rounds
    void aDaemonThatWasKilledIsStartedAgainByTheNextCommand() throws Exception {
        long first = callOnce(tool());
        kill(first);
        long second = callOnce(tool());
        assertNotEquals(first, second);
        awaitOneDaemon(second);
    }

    /** The number of a killed daemon goes to another program sooner or later. */
    @Rounds
    void aProgramThatHasGotThePidOfAKilledDaemonMisleadsNobodyAndIsLeftAlone() throws Exception {
        long killed = callOnce(tool());
        kill(killed);
        Process other = new ProcessBuilder("cat").start();
        try {
            String state = Files.readString(file("state"));
            Files.writeString(file("state"), state.replace("pid " + killed + "\n", "pid " + other.pid() + "\n"));
            assertNotEquals(state, Files.readString(file("state")));
            assertTrue(tool().status().isEmpty());
            assertFalse(tool().stop(LONG));
            long next = callOnce(tool());
            assertNotEquals(other.pid(), next);
            assertEquals(next, tool().status().orElseThrow().pid());
            assertTrue(tool().stop(LONG));
            assertTrue(other.isAlive());
        } finally {
            kill(other.toHandle());
        }
    }

    @Rounds
    void aDaemonThatFailsInMainSaysWhyAtOnce() {
        DaemonStartException failure = assertThrows(
                DaemonStartException.class, () -> tool("1", "PT1M", "throws").connect());
        assertTrue(
                failure.getMessage().startsWith("daemon ended before it served: tool=test exit=1"),
                failure.getMessage());
        assertTrue(failure.getMessage().contains("IllegalStateException: no such planet"), failure.getMessage());
        assertEquals(file("log"), failure.log());
    }

    @Rounds
    void aDaemonThatWasStoppedBySignalMeetsTheDeadlineAndIsNamed() throws Exception {
        try (Client client = tool().connect()) {
            long pid = pid(client);
            Awaitility.await().atMost(LONG).until(() -> Files.exists(file("state")));
            stop(pid);
            CallException late = assertThrows(
                    CallException.class,
                    () -> client.call(
                            "test.Tool", "Pid", NO_BYTES, CallOptions.DEFAULT.withTimeout(Duration.ofMillis(500))));
            assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
            ConnectFailedException failure = assertThrows(
                    ConnectFailedException.class,
                    () -> tool().withStartTimeout(Duration.ofMillis(500)).connect());
            assertTrue(
                    failure.getMessage().startsWith("daemon does not answer: tool=test pid=" + pid),
                    failure.getMessage());
            assertFalse(tool().status().orElseThrow().answers());
            signal(pid, "CONT");
            assertEquals(pid, callOnce(tool()));
        }
    }

    @Rounds
    void aCommandThatIsKilledWhileItsDaemonStartsLeavesOneDaemonToTheNextCommand() throws Exception {
        String until = TestDaemon.UNTIL + directory.resolve("go");
        Process killed = startCommand(until);
        awaitBeginnings(1);
        kill(killed.toHandle());
        CompletableFuture<Long> next =
                Background.call(() -> run(new ProcessBuilder(words(until))).pid());
        awaitBeginnings(2);
        Files.createFile(directory.resolve("go"));
        long pid = next.get(60, TimeUnit.SECONDS);
        awaitOneDaemon(pid);
        assertEquals(pid, runCommand());
    }

    /** The socket and the state that lie there are those of a daemon that was killed. */
    @Rounds
    void whileASlowDaemonStartsAfterAKillEachCommandWaitsForItAndIsToldNothingOfTheKilledOne() throws Exception {
        kill(callOnce(tool()));
        String until = TestDaemon.LOCKED_UNTIL + directory.resolve("go");
        Process first = startCommand(until);
        Awaitility.await().atMost(LONG).until(() -> tool().status().isPresent());
        Awaitility.await().atMost(LONG).until(() -> !Files.exists(file("state")));
        kill(first.toHandle());
        DaemonStatus starting = tool().status().orElseThrow();
        assertFalse(starting.answers());
        assertEquals(0, starting.pid());
        CompletableFuture<Long> next =
                Background.call(() -> run(new ProcessBuilder(words(until))).pid());
        Awaitility.await().atMost(LONG).until(() -> tool().log(10).size() == 3);
        CompletableFuture<Boolean> stop =
                Background.call(() -> tool("1", "PT1M", "other").stop(LONG));
        Files.createFile(directory.resolve("go"));
        assertTrue(stop.get(60, TimeUnit.SECONDS));
        assertTrue(next.get(60, TimeUnit.SECONDS) > 0);
    }

    @Rounds
    void thoseWhoLookDoNotTakeEachOtherForADaemon() throws Exception {
        callOnce(tool());
        assertTrue(tool().stop(LONG));
        List<CompletableFuture<Void>> looks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            looks.add(Background.run(() -> {
                for (int look = 0; look < 300; look++) {
                    assertTrue(tool().status().isEmpty());
                    assertFalse(tool().stop(LONG));
                }
            }));
        }
        for (CompletableFuture<Void> look : looks) {
            look.get(100, TimeUnit.SECONDS);
        }
    }

    @Rounds
    void commandsThatComeWhileTheFilesAreRemovedAreAnswered() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> pruning = Background.run(() -> {
            while (!over.get()) {
                Optional<ToolDirectory> there =
                        TestCommand.places(directory.path()).find("test");
                if (there.isPresent()) {
                    there.get().removeUnlessUsed();
                }
            }
        });
        try {
            for (int i = 0; i < 5; i++) {
                callOnce(tool());
                tool().stop(LONG);
            }
        } finally {
            over.set(true);
        }
        pruning.get(60, TimeUnit.SECONDS);
    }

    private Process startCommand(String fault) throws IOException {
        return new ProcessBuilder(words(fault))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitBeginnings(int daemons) {
        List<String> expected = Collections.nCopies(daemons, "daemon begins: version=1");
        Awaitility.await().atMost(LONG).untilAsserted(() -> assertEquals(expected, tool().log(10)));
    }

    @Rounds
    void aCommandThatIsKilledAtAnyMomentLeavesOneDaemonToTheNextCommand() throws Exception {
        int millis = ThreadLocalRandom.current().nextInt(START_MILLIS);
        Process killed = startCommand("none");
        killed.waitFor(millis, TimeUnit.MILLISECONDS);
        kill(killed.toHandle());
        long pid = callOnce(tool());
        awaitOneDaemon(pid);
        assertEquals(pid, callOnce(tool()), () -> "killed after " + millis + " ms");
    }
}
