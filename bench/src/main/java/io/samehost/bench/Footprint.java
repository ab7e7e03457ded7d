package io.samehost.bench;

import io.samehost.bench.IdleConnections.Calls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What idle connections and calls take, round by round, each in fresh processes. Used by one thread. */
final class Footprint {
    /** Of the files that a process may have open, for all that is no idle connection. */
    static final int SPARE_FILES = 200;

    private static final double MOST_BYTES_PER_CONNECTION = 6 * 1024;
    private static final double MOST_BYTES_PER_CALL = 400;
    private static final int FEW = 1000;
    private static final int SIZE_BYTES = 64;

    /** So that what a call allocates is not its payload: two arrays of 24 bytes are left of that. */
    private static final int SMALLEST_BYTES = 1;

    private static final double NANOS_PER_MICRO = 1e3;

    private final Path directory;
    private final Duration duration;
    private final int connections;
    private final List<Round> rounds = new ArrayList<>();

    Footprint(Path directory, Duration duration, int connections) {
        this.directory = directory;
        this.duration = duration;
        this.connections = connections;
    }

    /** Each {@code alone}, {@code besideFew} and {@code besideAll} is of calls one after the other on one connection. */
    private record Round(
            Calls alone,
            Calls besideFew,
            Calls besideAll,
            Histogram first,
            double bytesUnused,
            double bytesUsed,
            double allocatedByLoop,
            double allocatedByThreads) {}

    void round() throws IOException, InterruptedException {
        double byThreads = allocated(Engine.THREADS);
        double byLoop = allocated(Engine.LOOP);
        Path place = Files.createTempDirectory(directory, "idle");
        try (IdleConnections pair = IdleConnections.start(Engine.LOOP, SIZE_BYTES, place)) {
            pair.call(duration.multipliedBy(2));
            Calls alone = pair.call(duration);
            int few = Math.min(FEW, connections);
            pair.keepIdle(few);
            Calls besideFew = pair.call(duration);
            // Counted from here: what the first ones had the server load and grow once is not theirs.
            long before = pair.serverBytes();
            pair.keepIdle(connections);
            long unused = pair.serverBytes();
            Calls besideAll = pair.call(duration);
            Histogram first = pair.first();
            long used = pair.serverBytes();
            int counted = Math.max(1, connections - few);
            rounds.add(new Round(
                    alone,
                    besideFew,
                    besideAll,
                    first,
                    (double) (unused - before) / counted,
                    (double) (used - before) / counted,
                    byLoop,
                    byThreads));
        }
    }

    /** Bytes a call, of both ends together. */
    private double allocated(Engine engine) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(directory, "call");
        try (IdleConnections pair = IdleConnections.start(engine, SMALLEST_BYTES, place)) {
            pair.call(duration.multipliedBy(2));
            return pair.call(duration).allocatedBytesPerCall();
        }
    }

    List<Figure> figures() {
        double[] alone = each(round -> micros(round.alone().latency(), 50));
        double[] first = each(round -> micros(round.first(), 50));
        double[] few = each(round -> micros(round.besideFew().latency(), 50));
        double[] all = each(round -> micros(round.besideAll().latency(), 50));
        return List.of(
                Figure.of("an idle connection, never used", each(Round::bytesUnused), "bytes")
                        .under(MOST_BYTES_PER_CONNECTION),
                Figure.of("an idle connection after a call", each(Round::bytesUsed), "bytes")
                        .under(MOST_BYTES_PER_CONNECTION),
                Figure.of("call, alone, p50", alone, "us"),
                Figure.ratio("call beside " + Math.min(FEW, connections) + " idle, to alone", few, alone),
                Figure.ratio("call beside " + connections + " idle, to alone", all, alone),
                Figure.of("first call on an idle connection, p50", first, "us"),
                Figure.of("first call on an idle connection, p99", each(round -> micros(round.first(), 99)), "us"),
                Figure.ratio("first call on an idle connection, to others", first, all),
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
