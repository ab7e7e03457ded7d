package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.load.Delay;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark of the benchmark: it finds a difference that is known to be there. */
@Timeout(300)
final class DelayTest {
    @TempDir
    Path directory;

    /**
     * Needs half a minute of a machine that is not too busy: {@code -Dsamehost.bench.live=true}. On one processor a message
     * takes as long in every run; on two, waking the other one may take longer than the delay.
     */
    @Test
    @EnabledIfSystemProperty(named = "samehost.bench.live", matches = "true")
    void aDelayOfTwentyMicrosecondsInOneTransportIsFoundAndNamed() {
        measure("before");
        System.setProperty(Delay.PROPERTY, "unix:20us");
        try {
            measure("after");
        } finally {
            System.clearProperty(Delay.PROPERTY);
        }
        StringWriter comparison = new StringWriter();
        CommandLine commandLine = Bench.commandLine().setOut(new PrintWriter(comparison, true));
        int status = commandLine.execute(
                "compare", "before", "after", "--force", "--tolerance=30", "--baselines=" + directory);
        assertEquals(6, status, comparison::toString);
        assertTrue(comparison.toString().contains("unix is slower in "), comparison::toString);
        assertFalse(comparison.toString().contains("tcp is slower in "), comparison::toString);
    }

    private void measure(String baseline) {
        new BenchCommand(directory.resolve("report-" + baseline))
                .execute(
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
                        "--patience=10",
                        "--baselines=" + directory,
                        "--save-baseline=" + baseline);
    }
}
