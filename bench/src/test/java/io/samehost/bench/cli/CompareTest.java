package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.output.JsonReport;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.result.MadeUpReport;
import io.samehost.bench.result.Outcome;
import io.samehost.bench.result.Report;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on results that were made up, so that what changed is known. */
final class CompareTest {
    private static final MachineLoad BUSY = new MachineLoad(0.5, 0);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void twentyMicrosecondsInOneTransportAreFoundAndNamed() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        write("new", MadeUpReport.of(30_000, 15_000));
        assertEquals(6, compare("old", "new"));
        assertTrue(
                out.toString()
                        .contains("slower: 64 B ping-pong, raw, threads, unix: 0.33x [0.32-0.34] as fast,"
                                + " p50 10.21 us became 30.61 us\n"),
                out::toString);
        assertTrue(
                out.toString()
                        .contains(
                                "unix is slower in 1 of 1 rows; median latency changed by +20.4 us in the middle one"),
                out::toString);
        assertTrue(out.toString().endsWith("rows: slower=1 faster=0 same=1 notJudged=0 notInBoth=0\n"), out::toString);
    }

    @Test
    void whatBecameFasterIsNoFailure() throws IOException {
        write("old", MadeUpReport.of(30_000, 15_000));
        write("new", MadeUpReport.of(10_000, 15_000));
        assertEquals(0, compare("old", "new"));
        assertTrue(out.toString().contains("unix is faster in 1 of 1 rows"), out::toString);
    }

    @Test
    void noiseIsNoChange() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        write("new", MadeUpReport.of(10_200, 14_800));
        assertEquals(0, compare("old", "new"));
        assertTrue(out.toString().endsWith("rows: slower=0 faster=0 same=2 notJudged=0 notInBoth=0\n"), out::toString);
    }

    @Test
    void aDifferenceWithinTheToleranceIsNoChange() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        write("new", MadeUpReport.of(12_000, 15_000));
        assertEquals(6, compare("old", "new"));
        assertEquals(0, compare("old", "new", "--tolerance=30"));
    }

    @Test
    void anotherEnvironmentIsRefusedAndNamed() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        ObjectNode other = new JsonReport(MadeUpReport.of(30_000, 15_000)).toJson();
        other.withObject("/environment").put("kernel", "another kernel");
        Files.writeString(directory.resolve("new.json"), other.toString());
        assertEquals(2, compare("old", "new"));
        assertTrue(err.toString().contains("differs: kernel: kernel became another kernel\n"), err::toString);
        assertEquals(6, compare("old", "new", "--force"));
    }

    @Test
    void anotherConfigurationIsRefused() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        ObjectNode other = new JsonReport(MadeUpReport.of(10_000, 15_000)).toJson();
        other.put("command", "scripts/bench --runs 6");
        Files.writeString(directory.resolve("new.json"), other.toString());
        assertEquals(2, compare("old", "new"));
        assertTrue(err.toString().contains("not comparable"), err::toString);
    }

    @Test
    void rowsOfABusyMachineAreNotJudgedUnlessForced() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        write("new", MadeUpReport.of(30_000, 15_000, BUSY));
        assertEquals(0, compare("old", "new"));
        assertTrue(out.toString().contains("notJudged=2"), out::toString);
        assertEquals(6, compare("old", "new", "--force"));
    }

    @Test
    void aRowWithTooFewRunsIsNotJudged() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        List<Outcome> outcomes = MadeUpReport.of(30_000, 15_000).results().outcomes();
        write("new", MadeUpReport.of(outcomes.subList(0, 8)));
        assertEquals(0, compare("old", "new"));
        assertTrue(out.toString().contains("too few runs: old=5 new=4 needed=5"), out::toString);
    }

    @Test
    void aRowThatIsInOneResultOnlyIsSaid() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        List<Outcome> unix = MadeUpReport.of(10_000, 15_000).results().outcomes().stream()
                .filter(outcome -> outcome.scenario().equals(MadeUpReport.UNIX))
                .toList();
        write("new", MadeUpReport.of(unix));
        assertEquals(0, compare("old", "new"));
        assertTrue(
                out.toString().contains("not in both: 64 B ping-pong, raw, threads, tcp: in the old result only"),
                out::toString);
    }

    @Test
    void otherSocketBuffersAreAnotherRow() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        List<Outcome> outcomes =
                new ArrayList<>(MadeUpReport.of(10_000, 15_000).results().outcomes());
        Scenario buffered = MadeUpReport.buffered(new BufferSize(64 * 1024));
        for (int round = 0; round < 5; round++) {
            outcomes.add(MadeUpReport.measured(round, buffered, 30_000, MadeUpReport.QUIET));
        }
        write("new", MadeUpReport.of(outcomes));
        assertEquals(0, compare("old", "new"));
        assertTrue(
                out.toString()
                        .contains("not in both: 64 B ping-pong, 64 KiB socket buffers, raw, threads, unix:"
                                + " in the new result only"),
                out::toString);
    }

    @Test
    void aFileServesAsWellAsABaseline() throws IOException {
        write("old", MadeUpReport.of(10_000, 15_000));
        assertEquals(0, compare("old", directory.resolve("old.json").toString()));
    }

    @Test
    void aNameThatIsNeitherIsAUsageError() {
        assertEquals(2, compare("old", "new"));
        assertTrue(err.toString().contains("neither a file nor a baseline: name=old"), err::toString);
    }

    @Test
    void anotherFormatIsAUsageError() throws IOException {
        Files.writeString(directory.resolve("old.json"), "{\"format\": 99}");
        assertEquals(2, compare("old", "old"));
        assertTrue(err.toString().contains("format=99 known=1"), err::toString);
    }

    private void write(String name, Report report) throws IOException {
        new JsonReport(report).write(directory.resolve(name + ".json"));
    }

    private int compare(String... arguments) {
        CommandLine commandLine = Bench.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(Stream.concat(Stream.of("compare", "--baselines=" + directory), Stream.of(arguments))
                .toArray(String[]::new));
    }
}
