package io.samehost.bench.report;

import io.samehost.bench.output.CsvReport;
import io.samehost.bench.output.MarkdownReport;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedRow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** The files that are made from a saved report, over those of the one before. */
public record RenderedReport(Path directory) {
    private static final double NANOS_PER_MICRO = 1000;

    public Path page() {
        return directory.resolve("index.html");
    }

    Path markdown() {
        return directory.resolve("report.md");
    }

    Path csv() {
        return directory.resolve("report.csv");
    }

    /** A file for each row that has latencies, in the form that HdrHistogram's plotter reads; in microseconds. */
    Path histograms() {
        return directory.resolve("hgrm");
    }

    public void write(SavedReport report) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(page(), new HtmlReport(report).html());
        Files.writeString(markdown(), new MarkdownReport(report).text());
        Files.writeString(csv(), new CsvReport(report).text());
        Files.createDirectories(histograms());
        deleteOldHistograms();
        for (SavedRow row : report.rows()) {
            Optional<Histogram> latency = row.latency();
            if (latency.isPresent()) {
                write(latency.get(), histograms().resolve(fileName(row)));
            }
        }
    }

    private void deleteOldHistograms() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(histograms(), "*.hgrm")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static void write(Histogram latency, Path file) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            latency.outputPercentileDistribution(out, NANOS_PER_MICRO);
            if (out.checkError()) {
                throw new IOException("cannot write: file=" + file);
            }
        }
    }

    /** {@code 64-b-ping-pong-raw-threads-unix.hgrm}. */
    static String fileName(SavedRow row) {
        return row.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".hgrm";
    }
}
