package io.samehost.bench.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.samehost.bench.figure.Figure;
import io.samehost.bench.process.Child;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Measures one connection that many share, over one transport and with one engine. Used by one thread. */
public final class Sharing {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MOST_TO_MEDIAN = 3;
    private static final double MOST_BESIDE_SLOW = 1.5;
    private static final double LEAST_OF_WINDOW = 1;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Pinning pinning;
    private final MeasuredTransport transport;
    private final ServerKind engine;
    private final List<Duration> warmUps;
    private final Duration duration;
    private final List<Round> rounds = new ArrayList<>();

    public Sharing(
            Pinning pinning,
            MeasuredTransport transport,
            ServerKind engine,
            List<Duration> warmUps,
            Duration duration) {
        this.pinning = pinning;
        this.transport = transport;
        this.engine = engine;
        this.warmUps = warmUps;
        this.duration = duration;
    }

    /** The means of what was measured before and after the other of its pair: A B B A. */
    private record Round(
            double windowPerSecond,
            double threadsPerSecond,
            double maxToMedian,
            double medianToMin,
            double aloneNanos,
            double besideNanos) {}

    /** In fresh processes, all of whose kinds of work have been warmed up. */
    public void round(Path directory) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(directory, "share");
        List<String> command = pinning.server(SharingServer.class, List.of(), place);
        command.addAll(List.of(engine.name(), transport.address(place)));
        try (Child server = Child.start("server", command, place);
                Child client = Child.start("client", pinning.client(SharingClient.class, List.of(), place), place)) {
            client.tell("connect " + server.expect("ready", PATIENCE));
            client.expect("connected", PATIENCE);
            for (Duration warmUp : warmUps) {
                for (String work : List.of("window", "threads", "fast", "beside")) {
                    ask(client, work, warmUp);
                }
            }
            Pair shared = Pair.of(client, this, "window", "threads");
            Pair mixed = Pair.of(client, this, "fast", "beside");
            rounds.add(new Round(
                    Pair.mean(shared.a(), "callsPerSecond"),
                    Pair.mean(shared.b(), "callsPerSecond"),
                    Pair.mean(shared.b(), "maxToMedian"),
                    Pair.mean(shared.b(), "medianToMin"),
                    Pair.mean(mixed.a(), "p50Nanos"),
                    Pair.mean(mixed.b(), "p50Nanos")));
        }
    }

    private JsonNode measure(Child client, String work) throws IOException, InterruptedException {
        return ask(client, work, duration);
    }

    private static JsonNode ask(Child client, String work, Duration duration) throws IOException, InterruptedException {
        client.tell(work + ' ' + duration.toMillis());
        return JSON.readTree(client.expect("done", PATIENCE.plus(duration)));
    }

    /** Two kinds of work, each measured twice. */
    private record Pair(List<JsonNode> a, List<JsonNode> b) {
        static Pair of(Child client, Sharing sharing, String one, String other)
                throws IOException, InterruptedException {
            JsonNode first = sharing.measure(client, one);
            List<JsonNode> others = List.of(sharing.measure(client, other), sharing.measure(client, other));
            return new Pair(List.of(first, sharing.measure(client, one)), others);
        }

        static double mean(List<JsonNode> results, String field) {
            return results.stream()
                    .mapToDouble(result -> result.path(field).asDouble())
                    .average()
                    .orElseThrow();
        }
    }

    public List<Figure> figures() {
        String here = transport.label() + ' ' + engine.name().toLowerCase(Locale.ROOT) + ", ";
        double[] window = each(Round::windowPerSecond);
        double[] threads = each(Round::threadsPerSecond);
        double[] alone = each(round -> round.aloneNanos() / NANOS_PER_MICRO);
        double[] beside = each(round -> round.besideNanos() / NANOS_PER_MICRO);
        return List.of(
                Figure.of(here + SharingClient.CALLERS + " in flight from one thread", window, "calls/s"),
                Figure.of(here + "from " + SharingClient.CALLERS + " threads", threads, "calls/s"),
                Figure.ratio(here + "threads to in flight", threads, window).from(LEAST_OF_WINDOW),
                Figure.of(here + "busiest thread to the median one", each(Round::maxToMedian), "x")
                        .under(MOST_TO_MEDIAN),
                Figure.of(here + "median thread to the laziest one", each(Round::medianToMin), "x")
                        .under(MOST_TO_MEDIAN),
                Figure.of(here + "fast call alone, p50", alone, "us"),
                Figure.of(here + "beside " + SharingClient.SLOW_CALLS + " slow ones, p50", beside, "us"),
                Figure.ratio(here + "beside slow ones to alone", beside, alone).under(MOST_BESIDE_SLOW));
    }

    private double[] each(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }
}
