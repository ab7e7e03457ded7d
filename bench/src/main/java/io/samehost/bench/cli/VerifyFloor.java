package io.samehost.bench.cli;

import io.samehost.bench.floor.Floor;
import io.samehost.bench.floor.Sockperf;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.SearchPath;
import io.samehost.bench.process.WorkDirectory;
import io.samehost.bench.result.Statistics;
import io.samehost.bench.result.Statistics.Interval;
import io.samehost.bench.run.ProcessPair;
import io.samehost.bench.run.Programs;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds the figures of the C floor against those of a tool that we did not write. */
@Command(
        name = "verify-floor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        headerHeading = "Examples:%n" + "  bench verify-floor%n" + "  bench verify-floor --runs 11 --tolerance 5%n%n",
        header = "Measures ping-pong over TCP loopback by the C floor and by sockperf in turn, and says whether they"
                + " agree.",
        description = {
            "",
            "They agree if the interval of their ratio, over rounds, reaches into the tolerance around 1."
        },
        exitCodeList = {"0:they agree", "2:usage", "3:gcc or sockperf is missing", "6:they do not agree"})
final class VerifyFloor implements Callable<Integer> {
    private static final double PERCENT = 100;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofMillis(400);
    private static final double MICRO = 1000;

    @Option(names = "--runs", paramLabel = "N", description = "Fresh pairs of each (default: 7).")
    private int runs = 7;

    @Option(names = "--size", paramLabel = "SIZE", description = "Bytes of a message, 14 or more (default: 64).")
    private ByteSize size = new ByteSize(64);

    @Option(
            names = "--pin",
            paramLabel = "WHERE",
            description = "two (a processor for each end), same or none (default: two).")
    private Placement placement = Placement.TWO;

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            description = "How far two programs that do the same may lie apart (default: 10).")
    private double tolerancePercent = 10;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Placement.Processors processors = Placement.Processors.ofThisProcess();
        SearchPath path = SearchPath.ofThisProcess();
        try {
            placement.check(processors, path);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Optional<Path> sockperf = path.find("sockperf");
        if (sockperf.isEmpty()) {
            return missing("no sockperf in PATH, on Debian: apt-get install sockperf");
        }
        try (WorkDirectory work = WorkDirectory.create()) {
            Floor floor = Floor.compile(work.path(), path);
            return floor instanceof Floor.Absent absent
                    ? missing(absent.reason())
                    : compare(
                            new Programs(floor, placement, processors, work.path()),
                            new Sockperf(sockperf.get(), placement, processors),
                            work.path());
        }
    }

    private int missing(String what) {
        spec.commandLine().getErr().println("bench: " + what);
        return ExitCode.NO_CONNECTION;
    }

    /** In turn, and the other way round in every other round. */
    private int compare(Programs programs, Sockperf sockperf, Path work) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(size.words() + " ping-pong over tcp, pin " + placement.label() + ", median round trip in us");
        double[] ours = new double[runs];
        double[] theirs = new double[runs];
        for (int round = 0; round < runs; round++) {
            if (round % 2 == 0) {
                ours[round] = floorNanos(programs, work);
            }
            theirs[round] = sockperf.medianNanos(size.bytes(), (int) SECOND.toSeconds());
            if (round % 2 == 1) {
                ours[round] = floorNanos(programs, work);
            }
            out.printf(
                    Locale.ROOT,
                    "round %d  C floor %.2f  sockperf %.2f%n",
                    round + 1,
                    ours[round] / MICRO,
                    theirs[round] / MICRO);
            out.flush();
        }
        return judge(ours, theirs, out);
    }

    private double floorNanos(Programs programs, Path work) throws IOException, InterruptedException {
        Scenario scenario = new Scenario(MeasuredTransport.TCP, ServerKind.C, Layer.FLOOR, Pattern.PING_PONG, size, 1);
        Path directory = Files.createDirectory(work.resolve("run"));
        try (ProcessPair pair = ProcessPair.start(scenario, programs, directory)) {
            return pair.measure(List.of(WARM_UP), SECOND).percentileNanos(50);
        } finally {
            WorkDirectory.delete(directory);
        }
    }

    private int judge(double[] ours, double[] theirs, PrintWriter out) {
        double[] ratios = Statistics.ratios(ours, theirs);
        Interval interval = Statistics.medianInterval(ratios);
        double tolerance = tolerancePercent / PERCENT;
        boolean agree = interval.overlaps(new Interval(1 - tolerance, 1 + tolerance));
        out.printf(
                Locale.ROOT,
                "the C floor takes %.2fx %s as long as sockperf: %s within %.0f %%%n",
                Statistics.median(ratios),
                interval,
                agree ? "they agree" : "they do not agree",
                tolerancePercent);
        out.flush();
        return agree ? ExitCode.DONE : ExitCode.THRESHOLD;
    }
}
