package io.samehost.bench.cli;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.plan.WarmUp;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.Placement;
import io.samehost.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
            description = "The warm-up of each kind of work, in three runs (default: 1.5).")
    private double warmUpSeconds = 1.5;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to FILE too.")
    private Optional<Path> json = Optional.empty();

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

    /** As they are given, to repeat the command. */
    String repeat(Placement pinned) {
        return " --warm-up " + warmUpSeconds + " --pin " + pinned.label();
    }

    /** Prints the report, writes it where that was asked for, and returns the exit code. */
    int report(String command, Placement pinned, List<Figure> figures, List<String> notes, CommandLine commandLine)
            throws IOException, InterruptedException {
        FigureReport report = new FigureReport(command, Environment.current(), pinned, figures, notes);
        report.print(commandLine.getOut());
        if (json.isPresent()) {
            report.write(json.get());
        }
        return check && !figures.stream().allMatch(Figure::holds) ? ExitCode.THRESHOLD : ExitCode.DONE;
    }
}
