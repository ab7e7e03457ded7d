package io.samehost.bench.cli;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.floor.Floor;
import io.samehost.bench.output.Forest;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Installation;
import io.samehost.bench.process.Namespaces;
import io.samehost.bench.process.Network;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.UnavailableException;
import io.samehost.bench.process.WorkDirectory;
import io.samehost.bench.run.Programs;
import io.samehost.cli.ExitCode;
import io.samehost.cli.SearchPath;
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

/** {@code bench namespaces}. */
@Command(
        name = "namespaces",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  sudo scripts/bench namespaces%n"
                + "  sudo scripts/bench namespaces --rounds 9 --pin none%n%n",
        header = "AF_UNIX or TCP where containers run: inside a network namespace, and across two.",
        description = {
            "",
            "The C floor, 64 B ping-pong, 64 B with 64 in flight and 64 KiB with 3 in flight, on the host, inside one network"
                    + " namespace and across two that a pair of veth joins, as two containers. The socket file is shared. Root"
                    + " makes the namespaces and removes them; it is not done for others.",
        },
        exitCodeList = {"0:measured", "1:a run failed", "2:usage", "3:skipped: no root, no ip or no gcc"})
final class NamespacesCommand implements Callable<Integer> {
    private static final String KIND = "namespaces";
    private static final String QUESTION = "AF_UNIX or TCP, where containers run?";

    @Option(names = "--rounds", paramLabel = "N", description = "Fresh pairs of each (default: 5).")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            description = "The time of each run (default: 0.5).")
    private double seconds = 0.5;

    @Mixin
    private RoundOptions options = new RoundOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || !(seconds > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "give more than none: --rounds=" + rounds + " --seconds=" + seconds);
        }
        options.prepare(KIND, spec.commandLine());
        Pinning pinning = options.pinning(spec.commandLine());
        try (WorkDirectory work = WorkDirectory.create();
                Namespaces namespaces = Namespaces.create()) {
            Floor floor = Floor.compile(work.path(), SearchPath.ofThisProcess());
            if (floor instanceof Floor.Absent absent) {
                throw new UnavailableException(absent.reason());
            }
            Programs programs = new Programs(floor, pinning.placement(), pinning.processors(), work.path());
            List<Network> networks = List.of(Network.HOST, namespaces.inside(), namespaces.across());
            return report(measured(programs, networks, work), pinning);
        } catch (UnavailableException e) {
            spec.commandLine().getErr().println("skipped: " + e.getMessage());
            return ExitCode.NO_CONNECTION;
        }
    }

    private List<FamiliesInPlaces> measured(Programs programs, List<Network> networks, WorkDirectory work)
            throws IOException, InterruptedException {
        List<FamiliesInPlaces> places = new ArrayList<>();
        for (Network network : networks) {
            places.addAll(FamiliesInPlaces.of(programs, network));
        }
        Duration time = Duration.ofMillis(Math.round(seconds * 1000));
        for (int round = 0; round < rounds; round++) {
            spec.commandLine().getErr().println("round " + (round + 1) + " of " + rounds);
            for (FamiliesInPlaces place : places) {
                place.measure(round, options, time, work.path());
            }
        }
        return places;
    }

    private int report(List<FamiliesInPlaces> places, Pinning pinning) throws IOException, InterruptedException {
        List<Figure> figures =
                places.stream().flatMap(place -> place.figures().stream()).toList();
        Forest forest = new Forest(
                "AF_UNIX",
                "TCP",
                FamiliesInPlaces.byLoad(places).stream()
                        .flatMap(place -> place.row().stream())
                        .toList());
        FigureReport report = new FigureReport(
                Installation.commandText() + " namespaces --rounds " + rounds + " --seconds " + seconds
                        + options.repeat(pinning.placement()),
                Environment.current(),
                pinning.placement(),
                FigureReport.OF_ROUNDS,
                figures,
                FamiliesInPlaces.notes(places));
        options.report(KIND, QUESTION, forest, report, spec.commandLine());
        return options.status(report);
    }
}
