package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One run of one row, and everything that it leaves. */
@Timeout(60)
final class OneRowTest {
    @TempDir
    static Path directory;

    private static BenchCommand bench;
    private static int status;

    @BeforeAll
    static void measureOnce() {
        bench = new BenchCommand(directory);
        status = bench.execute(BenchCommand.oneRow(
                "--runs=1",
                "--seconds=0.05",
                "--fail-if=p50(tcp) > 1ns",
                "--save-baseline=before",
                "--baselines=" + directory,
                "--json=" + directory.resolve("result.json")));
    }

    @Test
    void nothingMovesOnStderrWithoutATerminal() {
        List<String> lines = bench.err().lines().toList();
        int first = lines.indexOf("measuring: runs=1 expected=0s");
        assertTrue(first == 0 || lines.get(0).startsWith("this machine is busy: "), bench::err);
        assertEquals("report: " + directory.resolve("index.html"), lines.get(first + 1));
        assertEquals(first + 3, lines.size(), bench::err);
    }

    @Test
    void theReportIsLeftInItsDirectory() throws IOException {
        assertEquals(bench.out(), Files.readString(directory.resolve("report.txt")));
        assertEquals(1, bench.report().path("runs").size());
    }

    @Test
    void theJsonIsTheReportInAnotherPlace() throws IOException {
        assertEquals(
                bench.report(),
                new ObjectMapper().readTree(directory.resolve("result.json").toFile()));
    }

    @Test
    void aConditionThatHoldsFails() {
        assertEquals(6, status, bench::err);
        assertTrue(bench.err().contains("failed: p50(tcp) > 1ns: 64 B ping-pong, raw, threads, tcp: p50="), bench::err);
    }

    @Test
    void theBaselineIsKeptThoughAConditionHeld() {
        assertTrue(Files.isRegularFile(directory.resolve("before.json")));
    }

    @Test
    void oneRunGivesNoVerdict(@TempDir Path another) {
        BenchCommand both = new BenchCommand(another);
        both.execute(
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
                both.out()
                        .contains("No verdict in 1 of 1 comparisons, too few rounds measured both: rounds=1 needed=5"),
                both::out);
    }
}
