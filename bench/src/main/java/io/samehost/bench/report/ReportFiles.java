package io.samehost.bench.report;

import io.samehost.bench.output.JsonReport;
import io.samehost.bench.output.TerminalReport;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Installation;
import io.samehost.bench.result.Report;
import io.samehost.bench.saved.SavedReport;
import io.samehost.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a benchmark leaves, over those of the one before. */
public record ReportFiles(Path directory) {

    /** Beside the classes: {@code bench/target/report}. Of a distribution, {@code samehost-bench/report}. */
    public static ReportFiles ofThisBuild() {
        return new ReportFiles(Installation.results()
                .map(results -> results.resolve("report"))
                .orElseGet(() -> Environment.placeOfThisBuild().resolveSibling("report")));
    }

    /**
     * Creates the directory, so that a wrong one is noticed before anything is measured.
     *
     * @throws IllegalArgumentException if nothing can be written there
     */
    public void prepare() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot create the directory: report=" + directory + " cause=" + e, e);
        }
        if (!Files.isWritable(directory)) {
            throw new IllegalArgumentException("cannot write there: report=" + directory);
        }
    }

    Path text() {
        return directory.resolve("report.txt");
    }

    Path json() {
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
            new TerminalReport(report, new Terminal(false), out).print();
            if (out.checkError()) {
                throw new IOException("cannot write: file=" + text());
            }
        }
    }
}
