package io.samehost.bench.cli;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.output.Forest;
import io.samehost.bench.output.TerminalForest;
import io.samehost.bench.plan.WarmUp;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.TerminalWidth;
import io.samehost.bench.report.FigurePage;
import io.samehost.bench.report.ReportFiles;
import io.samehost.bench.report.ReportPlace;
import io.samehost.bench.scenario.Scenario;
import io.samehost.cli.ExitCode;
import io.samehost.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of all commands whose results are {@link Figure}s. */
final class FigureOptions {
    @Option(
            names = "--pin",
            paramLabel = "WHERE",
            description = "none, same (both processes on one processor), two (one each) (default: two,"
                    + " if there are two processors). Starts run anywhere.")
    private Optional<Placement> placement = Optional.empty();

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            converter = Seconds.class,
            description = "The warm-up of each kind of work, in three runs; of the C floor, a tenth of a second at most"
                    + " (default: 1.5).")
    private double warmUpSeconds = 1.5;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to FILE too.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIRECTORY",
            description = "Where the page and its files are left; none of an earlier run may be there (default: a new"
                    + " directory below bench/target/report, to which the link latest there then points).")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--check", description = "Fail where a figure does not keep its limit.")
    private boolean check;

    /** @throws ParameterException if this machine cannot pin so */
    Pinning pinning(CommandLine commandLine) throws IOException {
        try {
            return Pinning.of(placement);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
    }

    /** The runs that do not count. */
    List<Duration> warmUp() {
        return WarmUp.runsOf(warmUpSeconds);
    }

    /** The same for a load, if that needs less. */
    List<Duration> warmUp(Scenario scenario) {
        return WarmUp.same(warmUpSeconds).runsOf(scenario);
    }

    /** As they are given, to repeat the command. */
    String repeat(Placement pinned) {
        return " --warm-up " + warmUpSeconds + " --pin " + pinned.label();
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

    /** Prints the report, leaves its page and its files, and returns the exit code. */
    int report(String kind, String question, FigureReport report, CommandLine commandLine)
            throws IOException, InterruptedException {
        return report(kind, question, Forest.NONE, report, commandLine);
    }

    /** The same with a chart first. */
    int report(String kind, String question, Forest forest, FigureReport report, CommandLine commandLine)
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
        return check && !report.figures().stream().allMatch(Figure::holds) ? ExitCode.THRESHOLD : ExitCode.DONE;
    }
}
