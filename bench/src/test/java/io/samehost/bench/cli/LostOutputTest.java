package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.bench.output.JsonReport;
import io.samehost.bench.result.MadeUpReport;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A measurement whose answer nobody could read is no success. */
@Timeout(60)
final class LostOutputTest {
    @TempDir
    Path directory;

    private ProcessBuilder bench(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", // newer JDKs would warn, where -V asks for junixsocket
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private void assertFullDiskIsAnError(String... arguments) throws Exception {
        Process process = bench(arguments).redirectOutput(new File("/dev/full")).start();

        assertEquals(
                "bench: cannot write the output: file=stdout cause=No space left on device\n",
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(1, process.waitFor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "-V", "run -h"})
    void helpOnAFullDiskIsAnError(String arguments) throws Exception {
        assertFullDiskIsAnError(arguments.split(" "));
    }

    @Test
    void aComparisonOnAFullDiskIsAnError() throws Exception {
        Path report = directory.resolve("report.json");
        new JsonReport(MadeUpReport.of(10_000, 15_000)).write(report);

        assertFullDiskIsAnError("compare", report.toString(), report.toString());
    }

    @Test
    void aComparisonWhoseReaderHasGoneEndsQuietly() throws Exception {
        Path report = directory.resolve("report.json");
        new JsonReport(MadeUpReport.of(10_000, 15_000)).write(report);
        Process process = bench("compare", report.toString(), report.toString()).start();
        process.getInputStream().close();

        assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(141, process.waitFor());
    }
}
