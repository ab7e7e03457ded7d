package io.samehost.bench.cli;

import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.output.Forest;
import io.samehost.bench.output.TerminalForest;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.TerminalWidth;
import io.samehost.bench.report.FigurePage;
import io.samehost.bench.report.ReportFiles;
import io.samehost.bench.report.ReportPlace;
import io.samehost.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of all commands whose results are {@link io.samehost.bench.figure.Figure}s. */
class FigureOptions {
    @Option(
            names = "--pin",
            paramLabel = "WHERE",
            description = "none, same (both processes on one processor), two (one each) (default: two,"
                    + " if there are two processors). Starts run anywhere.")
    private Optional<Placement> placement = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to FILE too.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIRECTORY",
            description = "Where the page and its files are left; none of an earlier run may be there (default: a new"
                    + " directory below bench/target/report, to which the link latest there then points).")
    private Optional<Path> directory = Optional.empty();

    /** @throws ParameterException if this machine cannot pin so */
    Pinning pinning(CommandLine commandLine) throws IOException {
        try {
            return Pinning.of(placement);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
    }

    /** As they are given, to repeat the command. */
    String repeat(Placement pinned) {
        return " --pin " + pinned.label();
    }

    /** Finds out that there is a place for the page, before anything is measured. */
    void prepare(String kind, CommandLine commandLine) {
        try {
            place(kind).prepare();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
    }

    private ReportPlace place(String kind) {
        return ReportPlace.of(directory, kind, "figures.json");
    }

    /** Prints the report, and leaves its page and its files. */
    void report(String kind, String question, FigureReport report, CommandLine commandLine)
            throws IOException, InterruptedException {
        report(kind, question, Forest.NONE, report, commandLine);
    }

    /** The same with a chart first. */
    void report(String kind, String question, Forest forest, FigureReport report, CommandLine commandLine)
            throws IOException, InterruptedException {
        int width = TerminalWidth.columns(ReportFiles.COLUMNS);
        PrintWriter out = commandLine.getOut();
        if (!forest.rows().isEmpty()) {
            out.println(question);
            out.println();
            new TerminalForest(forest, new Terminal(false), width).lines().forEach(out::println);
            out.println();
        }
        report.print(width, out);
        ReportPlace place = place(kind);
        Path into = place.directory(Instant.now());
        report.write(into.resolve("figures.json"));
        new FigurePage(question, report, forest).write(into.resolve("index.html"));
        place.link(into);
        if (json.isPresent()) {
            report.write(json.get());
        }
        commandLine.getErr().println("report: " + into.resolve("index.html"));
    }
}
