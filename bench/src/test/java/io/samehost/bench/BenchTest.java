package io.samehost.bench;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command from end to end, with real processes. */
@Timeout(120)
final class BenchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Process> parents = new ArrayList<>();

    @AfterEach
    void endParents() {
        parents.forEach(Process::destroyForcibly);
    }

    @Test
    void aTinyBenchMeasuresEveryRowAndLeavesNoProcess() throws IOException {
        Path file = directory.resolve("result.json");
        int status = execute(
                "run",
                "--transports=unix,tcp",
                "--patterns=pipelined",
                "--layers=raw,rpc",
                "--engines=threads,loop",
                "--sizes=64",
                "--in-flight=64",
                "--runs=1",
                "--warm-up=0.05",
                "--seconds=0.1",
                "--json=" + file);
        assertEquals(0, status, err::toString);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        List<JsonNode> java = StreamSupport.stream(json.path("rows").spliterator(), false)
                .filter(row -> !row.path("layer").asText().equals("floor"))
                .toList();
        assertEquals(8, java.size());
        boolean floor = SearchPath.ofThisProcess().find("gcc").isPresent();
        assertAll(java.stream().map(row -> () -> {
            assertEquals(1, row.path("runs").asInt(), row::toString);
            assertTrue(row.path("messages").asLong() > 0, row::toString);
            assertEquals(0, row.path("errors").asLong(), row::toString);
            assertEquals(floor, row.path("ratioToFloor").asDouble() > 0, row::toString);
        }));
        assertEquals(0, ProcessHandle.current().children().count());
    }

    @Test
    void allTransportsAreMeasuredWhereTheyWork() throws IOException {
        Path file = directory.resolve("result.json");
        int status = execute(
                "run",
                "--transports=unix-junixsocket,tcp6",
                "--patterns=ping-pong",
                "--layers=rpc",
                "--engines=threads",
                "--sizes=64",
                "--runs=1",
                "--warm-up=0",
                "--seconds=0.05",
                "--no-floor",
                "--json=" + file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals(2, json.path("runs").size());
        for (JsonNode run : json.path("runs")) {
            assertTrue(
                    run.path("messages").asLong() > 0
                            || run.path("outcome").asText().equals("unavailable"),
                    run::toString);
        }
        assertTrue(status == 0 || status == 3, err::toString);
    }

    @Test
    void everyOtherPatternIsMeasured() throws IOException {
        Path file = directory.resolve("result.json");
        int status = execute(
                "run",
                "--transports=tcp",
                "--patterns=stream,connect,rate,max-rate,many",
                "--layers=raw,rpc",
                "--engines=loop",
                "--sizes=64",
                "--connections=10",
                "--rates=1000",
                "--runs=1",
                "--warm-up=0.02",
                "--seconds=0.05",
                "--no-floor",
                "--json=" + file);
        assertEquals(0, status, err::toString);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals(10, json.path("rows").size());
        assertAll(StreamSupport.stream(json.path("rows").spliterator(), false).map(row -> () -> {
            assertTrue(row.path("messages").asLong() > 0, row::toString);
            assertEquals(0, row.path("errors").asLong(), row::toString);
        }));
    }

    @Test
    void theServerStreamsToTheClientAndTheFloorDoesTheSame() throws IOException {
        Path file = directory.resolve("result.json");
        int status = execute(
                "run",
                "--transports=unix,tcp",
                "--patterns=server-stream",
                "--layers=rpc",
                "--engines=threads,loop",
                "--sizes=1,1M",
                "--runs=1",
                "--warm-up=0.02",
                "--seconds=0.05",
                "--json=" + file);
        assertEquals(0, status, err::toString);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        boolean floor = SearchPath.ofThisProcess().find("gcc").isPresent();
        List<JsonNode> measured = StreamSupport.stream(json.path("rows").spliterator(), false)
                .filter(row -> floor || !row.path("layer").asText().equals("floor"))
                .toList();
        assertEquals(floor ? 14 : 8, measured.size());
        assertAll(measured.stream().map(row -> () -> {
            assertTrue(row.path("messages").asLong() > 0, row::toString);
            assertEquals(0, row.path("errors").asLong(), row::toString);
            assertTrue(
                    !floor
                            || row.path("layer").asText().equals("floor")
                            || row.path("ratioToFloor").asDouble() > 0,
                    row::toString);
        }));
    }

    @Test
    void socketBuffersAreSetAsAskedForInEveryLayer() throws IOException {
        Path file = directory.resolve("result.json");
        int status = execute(
                "run",
                "--transports=unix,unix-junixsocket,tcp",
                "--patterns=ping-pong",
                "--layers=raw,rpc",
                "--engines=loop",
                "--sizes=64",
                "--socket-buffers=16k",
                "--runs=1",
                "--warm-up=0",
                "--seconds=0.02",
                "--json=" + file);
        assertTrue(status == 0 || status == 3, err::toString);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        List<JsonNode> set = StreamSupport.stream(json.path("rows").spliterator(), false)
                .filter(row -> row.path("askedBufferBytes").asInt() == 16 * 1024)
                .filter(row -> row.path("runs").asInt() > 0)
                .toList();
        assertAll(set.stream().map(row -> () -> {
            assertEquals(0, row.path("errors").asLong(), row::toString);
            assertEquals(16 * 1024, row.path("sendBufferBytes").asInt(16 * 1024), row::toString);
            assertEquals(16 * 1024, row.path("receiveBufferBytes").asInt(16 * 1024), row::toString);
        }));
        assertTrue(set.stream().anyMatch(row -> row.has("sendBufferBytes")), set::toString);
        assertTrue(set.stream().anyMatch(row -> row.path("layer").asText().equals("rpc")), set::toString);
    }

    @Test
    void socketBuffersThatCannotBeAreAUsageErrorBeforeItMeasures() {
        assertEquals(2, execute("run", "--socket-buffers=1k"));
        assertEquals(2, execute("run", "--transports=udp", "--socket-buffers=64k"));
        assertTrue(err.toString().contains("socket buffers too small: size=1024; use at least 4k"), err::toString);
        assertTrue(err.toString().contains("socket buffers are set for streams only: transports=udp"), err::toString);
    }

    @Test
    void datagramsAreMeasuredAndWhatIsLostIsCounted() throws IOException {
        Path file = directory.resolve("result.json");
        execute(
                "run",
                "--transports=udp,unixgram",
                "--patterns=ping-pong,flood",
                "--sizes=64",
                "--runs=1",
                "--warm-up=0",
                "--seconds=0.05",
                "--json=" + file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals(8, json.path("rows").size());
        for (JsonNode run : json.path("runs")) {
            assertTrue(
                    (run.path("messages").asLong() > 0 && run.has("lost"))
                            || run.path("outcome").asText().equals("unavailable"),
                    run::toString);
        }
    }

    @Test
    void theFloorHasPipesAndSpinsWhereAsked() throws IOException {
        assumeTrue(SearchPath.ofThisProcess().find("gcc").isPresent(), "needs gcc");
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two processors");
        Path file = directory.resolve("result.json");
        int status = execute(
                "run",
                "--transports=tcp",
                "--patterns=ping-pong,pipelined,stream,connect",
                "--layers=raw",
                "--engines=threads",
                "--sizes=1k,1M",
                "--in-flight=8",
                "--spin",
                "--runs=1",
                "--warm-up=0",
                "--seconds=0.02",
                "--json=" + file);
        assertEquals(0, status, err::toString);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        List<JsonNode> floor = StreamSupport.stream(json.path("rows").spliterator(), false)
                .filter(row -> row.path("layer").asText().equals("floor"))
                .toList();
        assertEquals(26, floor.size());
        List<JsonNode> spinning = StreamSupport.stream(json.path("rows").spliterator(), false)
                .filter(row -> row.path("layer").asText().equals("raw")
                        && row.path("wait").asText().equals("spinning"))
                .toList();
        assertEquals(2, spinning.size());
        assertAll(Stream.concat(floor.stream(), spinning.stream()).map(row -> () -> {
            assertTrue(row.path("messages").asLong() > 0, row::toString);
            assertEquals(0, row.path("errors").asLong(), row::toString);
        }));
    }

    @Test
    void aConditionThatHoldsFailsAndABaselineIsKeptAllTheSame() {
        int status = execute(
                "run",
                "--transports=tcp",
                "--patterns=ping-pong",
                "--layers=raw",
                "--engines=threads",
                "--sizes=64",
                "--runs=1",
                "--warm-up=0",
                "--seconds=0.02",
                "--no-floor",
                "--fail-if=p50(tcp) > 1ns",
                "--save-baseline=before",
                "--baselines=" + directory);
        assertEquals(6, status, err::toString);
        assertTrue(
                err.toString().contains("failed: p50(tcp) > 1ns: 64 B ping-pong, raw, threads, tcp: p50="),
                err::toString);
        assertTrue(Files.isRegularFile(directory.resolve("before.json")));
    }

    @Test
    void aConditionAboutNoRowIsAUsageErrorBeforeItMeasures() {
        assertEquals(2, execute("run", "--transports=tcp", "--fail-if=p50(unix) > 1ns"));
    }

    @Test
    void aBaselineNameWithASlashIsAUsageErrorBeforeItMeasures() {
        assertEquals(2, execute("run", "--save-baseline=../before"));
    }

    /**
     * Needs half a minute of a machine that is not too busy: {@code -Dsamehost.bench.live=true}. On one processor a message
     * takes as long in every run; on two, waking the other one may take longer than the delay.
     */
    @Test
    @EnabledIfSystemProperty(named = "samehost.bench.live", matches = "true")
    void aDelayOfTwentyMicrosecondsInOneTransportIsFoundAndNamed() {
        String[] chosen = {
            "run",
            "--transports=tcp,unix",
            "--patterns=ping-pong",
            "--layers=raw",
            "--engines=threads",
            "--sizes=64",
            "--pin=same",
            "--runs=5",
            "--warm-up=0.4",
            "--seconds=0.4",
            "--no-floor",
            "--baselines=" + directory,
        };
        execute(Stream.concat(Stream.of(chosen), Stream.of("--save-baseline=before"))
                .toArray(String[]::new));
        System.setProperty(Delay.PROPERTY, "unix:20us");
        try {
            execute(Stream.concat(Stream.of(chosen), Stream.of("--save-baseline=after"))
                    .toArray(String[]::new));
        } finally {
            System.clearProperty(Delay.PROPERTY);
        }
        StringWriter comparison = new StringWriter();
        CommandLine commandLine = Bench.commandLine();
        commandLine.setOut(new PrintWriter(comparison, true)).setErr(new PrintWriter(err, true));
        int status = commandLine.execute(
                "compare", "before", "after", "--force", "--tolerance=30", "--baselines=" + directory);
        assertEquals(6, status, comparison::toString);
        assertTrue(comparison.toString().contains("unix is slower in "), comparison::toString);
        assertFalse(comparison.toString().contains("tcp is slower in "), comparison::toString);
    }

    @Test
    void twoRunsGiveNoVerdict() {
        execute(
                "run",
                "--transports=unix,tcp",
                "--patterns=ping-pong",
                "--layers=raw",
                "--engines=threads",
                "--sizes=64",
                "--runs=1",
                "--warm-up=0",
                "--seconds=0.05",
                "--no-floor");
        assertTrue(
                out.toString().contains("no verdict on unix and tcp, too few rounds measured both: rounds=1 needed=5"),
                out::toString);
    }

    @Test
    void nothingMovesOnStderrWithoutATerminal() {
        execute(
                "run",
                "--transports=tcp",
                "--patterns=ping-pong",
                "--layers=raw",
                "--engines=threads",
                "--sizes=64",
                "--runs=1",
                "--warm-up=0",
                "--seconds=0.05",
                "--no-floor");
        assertEquals(
                "measuring: runs=1 expected=0s\nreport: " + directory.resolve("index.html") + "\n", err.toString());
    }

    @Test
    void theReportIsLeftInItsDirectory() throws IOException {
        execute(
                "run",
                "--transports=tcp",
                "--patterns=ping-pong",
                "--layers=raw",
                "--engines=threads",
                "--sizes=64",
                "--runs=1",
                "--warm-up=0",
                "--seconds=0.05",
                "--no-floor");
        assertEquals(out.toString(), Files.readString(directory.resolve("report.txt")));
        assertEquals(
                1,
                new ObjectMapper()
                        .readTree(directory.resolve("report.json").toFile())
                        .path("runs")
                        .size());
    }

    @Test
    void aReportDirectoryThatIsAFileIsAUsageErrorBeforeItMeasures() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        CommandLine commandLine = Bench.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        assertEquals(2, commandLine.execute("run", "--report=" + file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --seconds=Infinity",
                "run --warm-up=NaN",
                "run --rpc-warm-up=1e9",
                "peers --seconds=Infinity",
                "sharing --warm-up=Infinity",
                "footprint --seconds=-1",
            })
    void secondsThatAreNoTimeAreAUsageErrorThatSaysWhichAre(String command) {
        assertEquals(2, execute(command.split(" ")));
        assertTrue(err.toString().contains("give 0 to 86400"), err::toString);
    }

    @Test
    void anUnknownTransportIsAUsageError() {
        assertEquals(2, execute("run", "--transports=pigeon"));
        assertTrue(
                err.toString()
                        .contains("unknown name: name=pigeon; use one of unix, unix-junixsocket, unix-abstract, tcp,"
                                + " tcp6, tcp-nagle, udp, unixgram"),
                err::toString);
    }

    @Test
    void aMessageTooLargeIsAUsageError() {
        assertEquals(2, execute("run", "--sizes=2M"));
    }

    @Test
    void aJsonFileThatCannotBeWrittenIsAUsageErrorBeforeItMeasures() {
        assertEquals(2, execute("run", "--json=" + directory.resolve("missing/result.json")));
    }

    @Test
    void helpStartsWithExamples() {
        assertEquals(0, execute("-h"));
        assertTrue(out.toString().startsWith("Examples:"), out::toString);
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
    void aParentThatIsTerminatedKeepsWhatItMeasured() throws IOException {
        Path file = directory.resolve("result.json");
        Process parent = start("--seconds=0.2", "--runs=1000", "--json=" + file);
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
        await().atMost(PATIENCE).until(() -> measured.stream().noneMatch(ProcessHandle::isAlive));
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Bench.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(Stream.concat(Stream.of(arguments), Stream.of("--report=" + directory))
                .toArray(String[]::new));
    }

    /** The command in a process of its own, measuring raw ping-pong over TCP. */
    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        command.addAll(List.of(
                "run",
                "--transports=tcp",
                "--patterns=ping-pong",
                "--layers=raw",
                "--engines=threads",
                "--sizes=64",
                "--warm-up=0",
                "--no-floor",
                "--report=" + directory));
        command.addAll(List.of(more));
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
