package io.samehost.bench.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.samehost.bench.load.BenchClient;
import io.samehost.bench.load.BenchServer;
import io.samehost.bench.process.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of a benchmark by a signal. */
@Timeout(120)
final class InterruptionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<Process> parents = new ArrayList<>();

    @AfterEach
    void endParents() {
        parents.forEach(Process::destroyForcibly);
    }

    @Test
    void theMeasuredProcessesEndWithAParentThatIsKilled() throws IOException {
        Process parent = start("--seconds=60");
        Set<ProcessHandle> measured = new HashSet<>();
        await().atMost(PATIENCE).until(() -> {
            addMeasured(parent, measured);
            return measured.size() == 2;
        });
        parent.destroyForcibly();
        await().atMost(PATIENCE).until(() -> measured.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aParentThatIsTerminatedKeepsTheRunsThatItMeasured() throws IOException {
        Path file = directory.resolve("result.json");
        Path baseline = Files.writeString(directory.resolve("whole.json"), "of a whole run");
        Process parent = start(
                "--seconds=0.2", "--runs=1000", "--json=" + file, "--baselines=" + directory, "--save-baseline=whole");
        Set<ProcessHandle> measured = new HashSet<>();
        // The third process belongs to the second run: the first has been measured.
        await().atMost(PATIENCE).until(() -> {
            addMeasured(parent, measured);
            return measured.size() >= 3;
        });
        parent.destroy();
        await().atMost(PATIENCE).until(() -> !parent.isAlive());
        assertEquals(143, parent.exitValue());
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertTrue(json.path("interrupted").asBoolean());
        assertEquals("measured", json.path("runs").path(0).path("outcome").asText());
        assertEquals("of a whole run", Files.readString(baseline));
        await().atMost(PATIENCE).until(() -> measured.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** The command in a process of its own. */
    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Jvm.program(),
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        command.addAll(BenchCommand.oneRow(more));
        command.add("--report=" + directory);
        Process parent = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createFile(directory.resolve("output")).toFile())
                .start();
        parents.add(parent);
        return parent;
    }

    /** Not all children are measured: a bench starts git and gcc too, and a fork looks like the bench at first. */
    private static void addMeasured(Process parent, Set<ProcessHandle> measured) {
        parent.children()
                .filter(child -> {
                    String command = commandLine(child);
                    return command.contains(BenchServer.class.getName())
                            || command.contains(BenchClient.class.getName());
                })
                .forEach(measured::add);
    }

    /** All of it: the JDK gives the first 4,096 bytes, and the class path of the tests is longer. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }
}
