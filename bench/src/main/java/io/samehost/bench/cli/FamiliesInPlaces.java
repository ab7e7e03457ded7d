package io.samehost.bench.cli;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.output.Forest;
import io.samehost.bench.process.Network;
import io.samehost.bench.process.WorkDirectory;
import io.samehost.bench.result.Measurement;
import io.samehost.bench.result.Verdict;
import io.samehost.bench.run.ProcessPair;
import io.samehost.bench.run.Programs;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One load of the C floor over both families in one place: its rounds, and what they say. */
final class FamiliesInPlaces {
    private static final double MICRO = 1000;
    private static final List<MeasuredTransport> FAMILIES = List.of(MeasuredTransport.UNIX, MeasuredTransport.TCP);

    private final Programs programs;
    private final Network network;
    private final Scenario load;
    private final List<Verdict.Sample> unix = new ArrayList<>();
    private final List<Verdict.Sample> tcp = new ArrayList<>();
    private final List<Measurement> unixRuns = new ArrayList<>();
    private final List<Measurement> tcpRuns = new ArrayList<>();

    private FamiliesInPlaces(Programs programs, Network network, Scenario load) {
        this.programs = programs.in(network);
        this.network = network;
        this.load = load;
    }

    /** Every load in that place. */
    static List<FamiliesInPlaces> of(Programs programs, Network network) {
        return List.of(
                new FamiliesInPlaces(programs, network, load(Pattern.PING_PONG, 64, 1)),
                new FamiliesInPlaces(programs, network, load(Pattern.PIPELINED, 64, 64)),
                new FamiliesInPlaces(programs, network, load(Pattern.PIPELINED, 64 * 1024, 3)));
    }

    private static Scenario load(Pattern pattern, int sizeBytes, int inFlight) {
        return new Scenario(
                MeasuredTransport.UNIX, ServerKind.C, Layer.FLOOR, pattern, new ByteSize(sizeBytes), inFlight);
    }

    /** The same, with the places of a load one after the other. */
    static List<FamiliesInPlaces> byLoad(List<FamiliesInPlaces> places) {
        List<String> loads =
                places.stream().map(place -> place.load.load()).distinct().toList();
        return places.stream()
                .sorted(Comparator.comparingInt(place -> loads.indexOf(place.load.load())))
                .toList();
    }

    /** One round: a fresh pair over each family; every second one begins with the other. */
    void measure(int round, RoundOptions options, Duration time, Path work) throws IOException, InterruptedException {
        for (int i = 0; i < FAMILIES.size(); i++) {
            MeasuredTransport family = FAMILIES.get((round + i) % FAMILIES.size());
            Measurement run = run(load.over(family), options.warmUp(load), time, work);
            Verdict.Sample sample = new Verdict.Sample(
                    round, run.speed(load.pattern()), run.load().disturbing(), run.rateMissed());
            (family.isUnix() ? unix : tcp).add(sample);
            (family.isUnix() ? unixRuns : tcpRuns).add(run);
        }
    }

    private Measurement run(Scenario scenario, List<Duration> warmUps, Duration time, Path work)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectory(work.resolve("run"));
        try (ProcessPair pair = ProcessPair.start(scenario, programs, directory)) {
            return pair.measure(warmUps, time);
        } finally {
            WorkDirectory.delete(directory);
        }
    }

    Optional<Forest.Row> row() {
        return Forest.row(load.load(), network.name(), Verdict.of(unix, tcp));
    }

    List<Figure> figures() {
        return List.of(figure("unix", unixRuns), figure("tcp", tcpRuns));
    }

    private Figure figure(String family, List<Measurement> runs) {
        boolean latency = load.pattern().comparesLatency();
        return Figure.of(
                load.load() + ", " + network.name() + ", " + family,
                runs.stream()
                        .mapToDouble(run -> latency ? run.percentileNanos(50) / MICRO : run.messagesPerSecond())
                        .toArray(),
                latency ? "us" : "/s");
    }

    /** What a reader has to know about all of them; empty if every round was quiet. */
    static List<String> notes(List<FamiliesInPlaces> places) {
        long disturbed = places.stream()
                .flatMap(place -> Verdict.pairs(place.unix, place.tcp).stream())
                .filter(Verdict.Pair::disturbed)
                .count();
        long all = places.stream().mapToLong(place -> place.unix.size()).sum();
        return disturbed == 0
                ? List.of()
                : List.of("other programs or the hypervisor took processor time: disturbedRounds=" + disturbed
                        + " rounds=" + all + "; an interval with a star spans every round");
    }
}
