package io.samehost.bench.cli;

import io.samehost.bench.floor.Floor;
import io.samehost.bench.floor.Sockperf;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.WorkDirectory;
import io.samehost.bench.result.Measurement;
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
import io.samehost.cli.SearchPath;
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
        header = "Measures ping-pong and a stream by the C floor and by sockperf in turn, over both families, and says"
                + " whether they agree.",
        description = {
            "",
            "They agree if the interval of their ratio of ping-pong, over rounds, reaches into the tolerance around 1. The"
                    + " ratio of the stream is told and not judged: the two servers take what comes in other steps. sockperf"
                    + " has AF_UNIX from version 3.8; before, that is skipped.",
        },
        exitCodeList = {"0:they agree", "2:usage", "3:gcc or sockperf is missing", "6:they do not agree"})
final class VerifyFloor implements Callable<Integer> {
    private static final double PERCENT = 100;
    private static final int SECONDS = 1;
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

    /** Both families, by latency and by throughput. */
    private int compare(Programs programs, Sockperf sockperf, Path work) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean agree = true;
        for (MeasuredTransport transport : List.of(MeasuredTransport.TCP, MeasuredTransport.UNIX)) {
            if (transport.isUnix() && !sockperf.hasUnix()) {
                out.println("unix is skipped: this sockperf has no AF_UNIX, 3.8 and newer have it");
                continue;
            }
            Ratios pingPong = measure(
                    transport,
                    Pattern.PING_PONG,
                    "median round trip in us",
                    () -> floor(programs, transport, Pattern.PING_PONG, work).percentileNanos(50) / MICRO,
                    () -> sockperf.medianNanos(meeting(transport, work), size.bytes(), SECONDS) / MICRO);
            agree &= judge(pingPong, out);
            Ratios stream = measure(
                    transport,
                    Pattern.STREAM,
                    "messages a second",
                    () -> floor(programs, transport, Pattern.STREAM, work).messagesPerSecond(),
                    () -> sockperf.messagesPerSecond(meeting(transport, work), size.bytes(), SECONDS));
            out.printf(
                    Locale.ROOT,
                    "the C floor sends %.2fx %s as many messages as sockperf%n",
                    stream.median(),
                    stream.interval());
            out.flush();
        }
        return agree ? ExitCode.DONE : ExitCode.THRESHOLD;
    }

    private static Sockperf.Meeting meeting(MeasuredTransport transport, Path work) throws IOException {
        Path socket = work.resolve("sockperf");
        Files.deleteIfExists(socket);
        return transport.isUnix() ? Sockperf.Meeting.unix(socket) : Sockperf.Meeting.tcp();
    }

    /** One figure of one program. */
    private interface Figure {
        double measure() throws IOException, InterruptedException;
    }

    /** The figures of the floor by those of sockperf, round for round. */
    private record Ratios(double[] values) {
        double median() {
            return Statistics.median(values);
        }

        Interval interval() {
            return Statistics.medianInterval(values);
        }
    }

    /** In turn, and the other way round in every other round. */
    private Ratios measure(MeasuredTransport transport, Pattern pattern, String unit, Figure ours, Figure theirs)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(size.words() + " " + pattern.label() + " over " + transport.label() + ", pin " + placement.label()
                + ", " + unit);
        double[] floor = new double[runs];
        double[] sockperf = new double[runs];
        for (int round = 0; round < runs; round++) {
            if (round % 2 == 0) {
                floor[round] = ours.measure();
            }
            sockperf[round] = theirs.measure();
            if (round % 2 == 1) {
                floor[round] = ours.measure();
            }
            out.printf(
                    Locale.ROOT, "round %d  C floor %,.2f  sockperf %,.2f%n", round + 1, floor[round], sockperf[round]);
            out.flush();
        }
        return new Ratios(Statistics.ratios(floor, sockperf));
    }

    private Measurement floor(Programs programs, MeasuredTransport transport, Pattern pattern, Path work)
            throws IOException, InterruptedException {
        Scenario scenario = new Scenario(transport, ServerKind.C, Layer.FLOOR, pattern, size, 1);
        Path directory = Files.createDirectory(work.resolve("run"));
        try (ProcessPair pair = ProcessPair.start(scenario, programs, directory)) {
            return pair.measure(List.of(WARM_UP), Duration.ofSeconds(SECONDS));
        } finally {
            WorkDirectory.delete(directory);
        }
    }

    private boolean judge(Ratios ratios, PrintWriter out) {
        double tolerance = tolerancePercent / PERCENT;
        boolean agree = ratios.interval().overlaps(new Interval(1 - tolerance, 1 + tolerance));
        out.printf(
                Locale.ROOT,
                "the C floor takes %.2fx %s as long as sockperf: %s within %.0f %%%n",
                ratios.median(),
                ratios.interval(),
                agree ? "they agree" : "they do not agree",
                tolerancePercent);
        out.flush();
        return agree;
    }
}
