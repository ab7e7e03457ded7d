package io.samehost.bench.cli;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Installation;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.WorkDirectory;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.sharing.Sharing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench sharing}. */
@Command(
        name = "sharing",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  bench sharing                                     about four minutes%n"
                + "  bench sharing --transports unix --engines loop --json sharing.json%n%n",
        header = "One connection that many share: calls from many threads, and fast calls beside slow ones.",
        description = {
            "",
            "The threads are set beside as many calls in flight from one. Each round is a fresh server and a fresh"
                    + " client process.",
        },
        exitCodeList = {"0:measured", "1:a run failed", "2:usage", "6:with --check, a limit was not kept"})
final class SharingCommand implements Callable<Integer> {
    private static final String KIND = "sharing";
    private static final String QUESTION = "What does one connection give to many that share it?";

    @Option(
            names = "--transports",
            split = ",",
            paramLabel = "NAME",
            description = "unix, unix-junixsocket, unix-abstract, tcp, tcp6 (default: unix,tcp).")
    private List<MeasuredTransport> transports = List.of(MeasuredTransport.UNIX, MeasuredTransport.TCP);

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "NAME",
            description = "threads, loop (default: threads,loop).")
    private List<ServerKind> engines = List.of(ServerKind.THREADS, ServerKind.LOOP);

    @Option(names = "--rounds", paramLabel = "N", description = "Fresh pairs of processes for each (default: 5).")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            description = "The time for each kind of work, twice a round (default: 0.4).")
    private double seconds = 0.4;

    @Mixin
    private RoundOptions options = new RoundOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || !(seconds > 0) || !transports.stream().allMatch(MeasuredTransport::isPlainStream)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "cannot measure: --rounds=" + rounds + " --seconds=" + seconds + " --transports=" + transports
                            + ", for a stream that many share say unix, unix-junixsocket, unix-abstract, tcp or tcp6");
        }
        options.prepare(KIND, spec.commandLine());
        Pinning pinning = options.pinning(spec.commandLine());
        List<Sharing> places = places(pinning, options.warmUp());
        try (WorkDirectory work = WorkDirectory.create()) {
            for (int i = 1; i <= rounds; i++) {
                spec.commandLine().getErr().println("round " + i + " of " + rounds);
                for (Sharing place : places) {
                    place.round(work.path());
                }
            }
        }
        List<Figure> figures =
                places.stream().flatMap(place -> place.figures().stream()).toList();
        FigureReport report = new FigureReport(
                command(pinning.placement()),
                Environment.current(),
                pinning.placement(),
                FigureReport.OF_ROUNDS,
                figures,
                List.of());
        options.report(KIND, QUESTION, report, spec.commandLine());
        return options.status(report);
    }

    private List<Sharing> places(Pinning pinning, List<Duration> warmUps) {
        List<Sharing> places = new ArrayList<>();
        for (MeasuredTransport transport : transports) {
            for (ServerKind engine : engines) {
                places.add(new Sharing(pinning, transport, engine, warmUps, Duration.ofNanos((long) (seconds * 1e9))));
            }
        }
        return places;
    }

    private String command(Placement pinned) {
        return Installation.commandText() + " sharing --transports "
                + String.join(
                        ",", transports.stream().map(MeasuredTransport::label).toList()) + " --engines "
                + String.join(",", engines.stream().map(ServerKind::label).toList()) + " --rounds " + rounds
                + " --seconds " + seconds + options.repeat(pinned);
    }
}
