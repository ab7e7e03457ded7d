package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
final class ReportCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aSavedRunGetsItsPageBesideIt() throws IOException {
        Path file = directory.resolve("report.json");
        try (InputStream in = new GZIPInputStream(
                ReportCommandTest.class.getResourceAsStream("/io/samehost/bench/output/sample.json.gz"))) {
            Files.copy(in, file);
        }
        assertEquals(0, execute("report", file.toString()), err::toString);
        assertTrue(Files.exists(directory.resolve("index.html")));
        assertTrue(out.toString().startsWith("no verdict on AF_UNIX and TCP loopback, "), out::toString);
        assertEquals("report: " + directory.resolve("index.html") + "\n", err.toString());
    }

    @Test
    void whatIsNoReportIsAUsageError() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{}");
        assertEquals(2, execute("report", file.toString()));
        assertTrue(err.toString().contains("not a report of this benchmark: file=" + file), err::toString);
    }

    @Test
    void aFileThatIsMissingIsAUsageError() {
        assertEquals(2, execute("report", directory.resolve("missing.json").toString()));
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Bench.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
