package io.samehost.bench.report;

import io.samehost.bench.output.JsonReport;
import io.samehost.bench.output.TerminalReport;
import io.samehost.bench.result.Report;
import io.samehost.bench.saved.SavedReport;
import io.samehost.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a benchmark leaves in a directory; {@link ReportPlace} finds it. */
public record ReportFiles(Path directory) {

    /** Of a text that nobody may be looking at yet. */
    public static final int COLUMNS = 100;

    Path text() {
        return directory.resolve("report.txt");
    }

    public Path json() {
        return directory.resolve("report.json");
    }

    public Path page() {
        return rendered().page();
    }

    private RenderedReport rendered() {
        return new RenderedReport(directory);
    }

    public void write(Report report) throws IOException {
        JsonReport json = new JsonReport(report);
        json.write(json());
        rendered().write(SavedReport.of(json.toJson()));
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(text(), StandardCharsets.UTF_8))) {
            new TerminalReport(report, new Terminal(false), COLUMNS, out).print();
            if (out.checkError()) {
                throw new IOException("cannot write: file=" + text());
            }
        }
    }
}
