package io.samehost.bench.cli;

import io.samehost.bench.saved.Baselines;
import io.samehost.bench.saved.Comparison;
import io.samehost.bench.saved.Comparison.Kind;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedResults;
import io.samehost.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that says what changed between two results. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  bench --quick --save-baseline before           keep a result%n"
                + "  bench compare before bench/target/report/latest/report.json%n"
                + "  bench compare old.json new.json --tolerance 10%n%n",
        header = "What changed from OLD to NEW beyond noise, a JSON report or a baseline each.",
        description = {
            "",
            "A row changed if the interval of the ratio of its speeds, over runs, lies as a whole beyond the tolerance."
        },
        exitCodeList = {"0:nothing became slower", "2:usage or not comparable", "6:a row became slower"})
final class Compare implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Parameters(index = "0", paramLabel = "OLD", description = "A file, or the name of a baseline.")
    private String before;

    @Parameters(index = "1", paramLabel = "NEW", description = "A file, or the name of a baseline.")
    private String after;

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            description = "How far two sessions on one machine may lie apart (default: 5).")
    private double tolerancePercent = 5;

    @Option(
            names = "--force",
            description = "Compare although the configuration or the environment differs, the machine was busy or there"
                    + " are too few runs.")
    private boolean force;

    @Option(names = "--all", description = "Show the rows too that did not change.")
    private boolean all;

    @Option(
            names = "--baselines",
            paramLabel = "DIRECTORY",
            description = "Where baselines are kept (default: bench/baselines).")
    private Optional<Path> baselines = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SavedResults old;
        SavedResults recent;
        try {
            old = read(before);
            recent = read(after);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        List<String> differences = old.differencesFrom(recent);
        PrintWriter err = spec.commandLine().getErr();
        differences.forEach(difference -> err.println("differs: " + difference));
        if (!differences.isEmpty() && !force) {
            throw new ParameterException(
                    spec.commandLine(),
                    "not comparable, they differ in more than the code: differences=" + differences.size()
                            + ", repeat the old command or use --force");
        }
        return print(Comparison.of(old, recent, tolerancePercent / PERCENT, force), old, recent);
    }

    private SavedResults read(String nameOrFile) throws IOException {
        return SavedResults.of(SavedReport.read(
                baselines.map(Baselines::new).orElseGet(Baselines::ofThisBuild).find(nameOrFile)));
    }

    private int print(Comparison comparison, SavedResults old, SavedResults recent) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("old: " + old.date() + " " + old.commit());
        out.println("new: " + recent.date() + " " + recent.commit());
        for (Kind kind : Kind.values()) {
            if (kind != Kind.SAME || all) {
                comparison.of(kind).forEach(change -> out.println(change.words()));
            }
        }
        comparison.byTransport().forEach(out::println);
        out.println(comparison.overlap().words());
        out.println("rows: slower=" + comparison.of(Kind.SLOWER).size()
                + " faster=" + comparison.of(Kind.FASTER).size()
                + " same=" + comparison.of(Kind.SAME).size()
                + " notJudged=" + comparison.of(Kind.NOT_JUDGED).size()
                + " notInBoth=" + comparison.of(Kind.NOT_IN_BOTH).size());
        out.flush();
        return comparison.of(Kind.SLOWER).isEmpty() ? ExitCode.DONE : ExitCode.THRESHOLD;
    }
}
