package io.samehost.bench.cli;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.footprint.Footprint;
import io.samehost.bench.footprint.StartUps;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Installation;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.ProcessMemory;
import io.samehost.bench.process.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench footprint}. */
@Command(
        name = "footprint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  bench footprint                        about two minutes%n"
                + "  bench footprint --json footprint.json%n%n",
        header =
                "Start-up of the commands and of a tool with a daemon, memory of idle connections, and what a call allocates.",
        exitCodeList = {"0:measured", "1:a run failed", "2:usage", "6:with --check, a limit was not kept"})
final class FootprintCommand implements Callable<Integer> {
    private static final String KIND = "footprint";
    private static final String QUESTION = "What do a start, an idle connection and a call cost?";

    @Option(names = "--starts", paramLabel = "N", description = "Starts of each command (default: 11).")
    private int starts = 11;

    @Option(names = "--connections", paramLabel = "N", description = "Idle connections, 100 or more (default: 10000).")
    private int connections = 10_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Fresh pairs of processes for each figure (default: 5).")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            description = "Calls at a time, for so long (default: 0.5).")
    private double seconds = 0.5;

    @Option(
            names = "--scripts",
            paramLabel = "DIRECTORY",
            description = "Where the launchers are (default: beside this command).")
    private Optional<Path> scripts = Optional.empty();

    @Mixin
    private RoundOptions options = new RoundOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (starts < 1 || rounds < 1 || !(seconds > 0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "give more than none: --starts=" + starts + " --rounds=" + rounds + " --seconds=" + seconds);
        }
        if (connections < Footprint.FEWEST_CONNECTIONS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "too few to tell what one takes: --connections=" + connections + ", give "
                            + Footprint.FEWEST_CONNECTIONS + " or more");
        }
        options.prepare(KIND, spec.commandLine());
        Pinning pinning = options.pinning(spec.commandLine());
        List<Duration> warmUps = options.warmUp();
        try (WorkDirectory work = WorkDirectory.create()) {
            List<Figure> figures = new ArrayList<>();
            progress("starts of each command: " + starts);
            figures.addAll(StartUps.figures(new StartUps(launchers(), work.path()).measure(starts)));
            Footprint footprint =
                    new Footprint(pinning, work.path(), warmUps, Duration.ofNanos((long) (seconds * 1e9)), possible());
            for (int i = 1; i <= rounds; i++) {
                progress("round " + i + " of " + rounds);
                footprint.round();
            }
            figures.addAll(footprint.figures());
            FigureReport report = new FigureReport(
                    command(pinning.placement()),
                    Environment.current(),
                    pinning.placement(),
                    FigureReport.OF_ROUNDS,
                    figures,
                    notes());
            options.report(KIND, QUESTION, report, spec.commandLine());
            return options.status(report);
        }
    }

    private void progress(String what) {
        spec.commandLine().getErr().println(what);
    }

    /** As many idle connections as a process may have here. */
    private int possible() throws IOException {
        return (int) Math.min(connections, ProcessMemory.mostOpenFiles() - Footprint.SPARE_FILES);
    }

    private List<String> notes() throws IOException {
        return possible() == connections
                ? List.of()
                : List.of("fewer idle connections than asked for: connections=" + possible() + " asked=" + connections
                        + ", this machine lets a process have so many files open: " + ProcessMemory.mostOpenFiles());
    }

    private String command(Placement pinned) {
        return Installation.commandText() + " footprint --starts " + starts + " --connections " + connections
                + " --rounds " + rounds + " --seconds " + seconds + options.repeat(pinned);
    }

    /** Above the place of this build, unless said otherwise. */
    private Path launchers() {
        if (scripts.isPresent()) {
            return scripts.get().toAbsolutePath();
        }
        if (Installation.command().isPresent()) {
            return Installation.command().get().toAbsolutePath().getParent();
        }
        for (Path up = Environment.placeOfThisBuild(); up != null; up = up.getParent()) {
            if (Files.isExecutable(up.resolve("scripts/ipc-server"))) {
                return up.resolve("scripts");
            }
        }
        throw new ParameterException(
                spec.commandLine(), "the launchers are not near this build, say --scripts DIRECTORY");
    }
}
