package io.samehost.bench.cli;

import io.samehost.bench.output.JsonReport;
import io.samehost.bench.output.TerminalReport;
import io.samehost.bench.process.TerminalWidth;
import io.samehost.bench.report.ReportFiles;
import io.samehost.bench.report.ReportPlace;
import io.samehost.bench.result.Report;
import io.samehost.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What a run leaves: files that replace none of another run, and the report on stdout. */
record LeftReport(Report report, RunOptions options, CommandLine commandLine) {

    void show() throws IOException, InterruptedException {
        PrintWriter err = commandLine.getErr();
        if (report.interrupted() && report.results().measured().isEmpty()) {
            err.println("stopped before anything was measured: no report");
            return;
        }
        try {
            err.println("report: " + write());
            writeElsewhere(err);
        } finally {
            Terminal terminal = Terminal.of(options.color(), System.getenv(), Terminal.isTerminal(1));
            int columns = TerminalWidth.columns(ReportFiles.COLUMNS);
            new TerminalReport(report, terminal, columns, commandLine.getOut()).print();
            commandLine.getOut().flush();
        }
    }

    /** Returns the page. */
    private Path write() throws IOException {
        ReportPlace place = options.reportPlace();
        ReportFiles files = new ReportFiles(place.directory(report.date()));
        files.write(report);
        if (!report.interrupted()) {
            place.link(files.directory());
        }
        return files.page();
    }

    /** Files that were asked for by name; what was cut short replaces none of them. */
    private void writeElsewhere(PrintWriter err) throws IOException {
        List<Path> files = Stream.concat(
                        options.json().stream(), options.saveBaseline().map(options.baselines()::file).stream())
                .toList();
        for (Path file : files) {
            if (report.interrupted() && Files.exists(file)) {
                err.println("stopped early, so the file is left as it was: file=" + file);
            } else {
                new JsonReport(report).write(file);
            }
        }
    }
}
