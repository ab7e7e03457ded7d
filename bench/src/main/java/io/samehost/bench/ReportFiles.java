package io.samehost.bench;

import io.samehost.bench.report.RenderedReport;
import io.samehost.bench.report.SavedReport;
import io.samehost.command.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a benchmark leaves, over those of the one before. */
record ReportFiles(Path directory) {

    /** Beside the classes: {@code bench/target/report}. */
    static ReportFiles ofThisBuild() {
        return new ReportFiles(Environment.placeOfThisBuild().resolveSibling("report"));
    }

    /** @throws IllegalArgumentException if nothing can be written there */
    void prepare() {
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

    Path page() {
        return rendered().page();
    }

    private RenderedReport rendered() {
        return new RenderedReport(directory);
    }

    void write(Report report) throws IOException {
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
