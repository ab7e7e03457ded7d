package io.samehost.bench.footprint;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.footprint.IdleConnections.Firsts;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.scenario.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Measures the cost of idle connections and calls, round by round, each in fresh processes. Used by one thread. */
public final class Footprint {
    /** Open files that are left for everything but idle connections. */
    public static final int SPARE_FILES = 200;

    /** What the rest of the server's memory does, some ten thousand bytes, is divided by nearly as many. */
    public static final int FEWEST_CONNECTIONS = 100;

    private static final double MOST_BYTES_PER_CONNECTION = 6 * 1024;
    private static final double MOST_BYTES_PER_CALL = 400;
    private static final int MOST_FEW = 1000;

    /** So that there are nine times as many more, over which what else the server's memory does is divided. */
    private static final int TIMES_FEW = 10;

    private static final int SIZE_BYTES = 64;

    /** So that what a call allocates is not its payload: two arrays of 24 bytes are left of that. */
    private static final int SMALLEST_BYTES = 1;

    private static final double NANOS_PER_MICRO = 1e3;

    private final Pinning pinning;
    private final Path directory;
    private final List<Duration> warmUps;
    private final Duration duration;
    private final int connections;
    private final int few;
    private final List<Round> rounds = new ArrayList<>();

    /** @param connections {@link #FEWEST_CONNECTIONS} at least */
    public Footprint(Pinning pinning, Path directory, List<Duration> warmUps, Duration duration, int connections) {
        this.pinning = pinning;
        this.directory = directory;
        this.warmUps = warmUps;
        this.duration = duration;
        this.connections = connections;
        this.few = Math.min(MOST_FEW, connections / TIMES_FEW);
    }

    /** Bytes that an idle connection takes of the server, before its first call and after it. */
    private record Memory(double unusedBytes, double usedBytes) {}

    /** Each {@code alone}, {@code besideFew} and {@code besideAll} is the p50 of calls one after the other. */
    private record Round(
            double aloneNanos,
            double besideFewNanos,
            double besideAllNanos,
            Firsts firsts,
            Memory memory,
            double allocatedByLoop,
            double allocatedByThreads) {}

    public void round() throws IOException, InterruptedException {
        double byThreads = allocated(ServerKind.THREADS);
        double byLoop = allocated(ServerKind.LOOP);
        Memory memory = memory();
        Path place = Files.createTempDirectory(directory, "idle");
        try (IdleConnections pair = IdleConnections.start(pinning, ServerKind.LOOP, List.of(), SIZE_BYTES, place)) {
            rounds.add(round(pair, memory, byLoop, byThreads));
        }
    }

    private Memory memory() throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(directory, "memory");
        try (IdleConnections pair =
                IdleConnections.start(pinning, ServerKind.LOOP, IdleConnections.STEADY_MEMORY, SIZE_BYTES, place)) {
            pair.keepIdle(few);
            pair.first(List.of());
            pair.serverBytes();
            // Counted from here: what the first ones had the server load and grow once is not theirs.
            long before = pair.serverBytes();
            pair.keepIdle(connections);
            long unused = pair.serverBytes();
            pair.first(List.of());
            long used = pair.serverBytes();
            double counted = connections - few;
            return new Memory((unused - before) / counted, (used - before) / counted);
        }
    }

    /** Up and down again, so that a pair that becomes faster or slower with time does so for all that is compared. */
    private Round round(IdleConnections pair, Memory memory, double byLoop, double byThreads)
            throws IOException, InterruptedException {
        pair.warmUp(warmUps);
        double alone = p50(pair, 0);
        double besideFew = p50(pair, few);
        double besideAll = p50(pair, connections);
        Firsts firsts = pair.first(warmUps);
        besideAll = mean(besideAll, p50(pair, connections));
        besideFew = mean(besideFew, p50(pair, few));
        alone = mean(alone, p50(pair, 0));
        return new Round(alone, besideFew, besideAll, firsts, memory, byLoop, byThreads);
    }

    /** In nanoseconds, beside so many idle connections. */
    private double p50(IdleConnections pair, int idle) throws IOException, InterruptedException {
        pair.keepIdle(idle);
        pair.call(duration.dividedBy(2));
        return pair.call(duration).latency().getValueAtPercentile(50);
    }

    private static double mean(double one, double other) {
        return (one + other) / 2;
    }

    /** Bytes a call, of both ends together. */
    private double allocated(ServerKind engine) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(directory, "call");
        try (IdleConnections pair = IdleConnections.start(pinning, engine, List.of(), SMALLEST_BYTES, place)) {
            pair.warmUp(warmUps);
            return pair.call(duration).allocatedBytesPerCall();
        }
    }

    public List<Figure> figures() {
        double[] alone = each(round -> round.aloneNanos() / NANOS_PER_MICRO);
        double[] first = each(round -> micros(round.firsts().first(), 50));
        double[] others = each(round -> micros(round.firsts().others(), 50));
        double[] besideFew = each(round -> round.besideFewNanos() / NANOS_PER_MICRO);
        double[] besideAll = each(round -> round.besideAllNanos() / NANOS_PER_MICRO);
        return List.of(
                Figure.of(
                                "an idle connection, never used",
                                each(round -> round.memory().unusedBytes()),
                                "bytes")
                        .under(MOST_BYTES_PER_CONNECTION),
                Figure.of(
                                "an idle connection after a call",
                                each(round -> round.memory().usedBytes()),
                                "bytes")
                        .under(MOST_BYTES_PER_CONNECTION),
                Figure.of("call, alone, p50", alone, "us"),
                Figure.ratio("call beside " + few + " idle, to alone", besideFew, alone),
                Figure.ratio("call beside " + connections + " idle, to alone", besideAll, alone),
                Figure.of("first call on an idle connection, p50", first, "us"),
                Figure.of(
                        "first call on an idle connection, p99",
                        each(round -> micros(round.firsts().first(), 99)),
                        "us"),
                Figure.ratio("first call on an idle connection, to others", first, others),
                Figure.of("allocated by a call, loop", each(Round::allocatedByLoop), "bytes")
                        .under(MOST_BYTES_PER_CALL),
                Figure.of("allocated by a call, threads", each(Round::allocatedByThreads), "bytes")
                        .under(MOST_BYTES_PER_CALL));
    }

    private double[] each(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }

    private static double micros(Histogram latency, double percentile) {
        return latency.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
