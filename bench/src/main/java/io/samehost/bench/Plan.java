package io.samehost.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What to measure, how long and how often.
 *
 * @param subjects without the floor, which {@code floor} asks for
 * @param inFlight windows wished for in the pipelined pattern; one that is too large for a size is cut
 */
record Plan(
        List<Transport> transports,
        List<Pattern> patterns,
        List<Subject> subjects,
        List<ByteSize> sizes,
        List<Integer> inFlight,
        int runs,
        double warmUpSeconds,
        double seconds,
        Placement placement,
        boolean floor) {

    /** Two JVMs to start and to end: an estimate, for the progress line only. */
    private static final double START_SECONDS = 0.5;

    /** The floor's two programs start at once. */
    private static final double FLOOR_START_SECONDS = 0.05;

    /** All transports and both engines, small to large messages; about twenty-five minutes. */
    static final Plan FULL = new Plan(
            List.of(Transport.UNIX, Transport.TCP, Transport.UNIX_JUNIXSOCKET, Transport.TCP6),
            List.of(Pattern.values()),
            Subject.each(List.of(Layer.RAW, Layer.RPC), List.of(Engine.THREADS, Engine.LOOP)),
            List.of(new ByteSize(64), new ByteSize(1024), new ByteSize(64 * 1024)),
            List.of(64),
            5,
            0.7,
            1.0,
            Placement.NONE,
            true);

    /** The question itself and as little else as it takes; well under two minutes, so no loop engine for raw bytes. */
    static final Plan QUICK = new Plan(
            List.of(Transport.UNIX, Transport.TCP),
            List.of(Pattern.values()),
            List.of(
                    new Subject(Layer.RAW, Engine.THREADS),
                    new Subject(Layer.RPC, Engine.THREADS),
                    new Subject(Layer.RPC, Engine.LOOP)),
            List.of(new ByteSize(64)),
            List.of(64),
            5,
            0.4,
            0.4,
            Placement.NONE,
            true);

    Plan {
        transports = List.copyOf(transports);
        patterns = List.copyOf(patterns);
        subjects = List.copyOf(subjects);
        sizes = List.copyOf(sizes);
        inFlight = List.copyOf(inFlight);
        if (runs < 1 || seconds <= 0 || warmUpSeconds < 0) {
            throw new IllegalArgumentException(
                    "a benchmark needs time: runs=" + runs + " warmUpSeconds=" + warmUpSeconds + " seconds=" + seconds);
        }
        if (inFlight.stream().anyMatch(window -> window < 1)) {
            throw new IllegalArgumentException("at least one message is in flight: inFlight=" + inFlight);
        }
        for (ByteSize size : sizes) {
            if (Scenario.largestWindow(size) < 1) {
                throw new IllegalArgumentException(
                        "message does not fit the socket buffers, both ends would block: size=" + size
                                + "; use at most 200k");
            }
        }
    }

    /** What of the project is measured. */
    record Subject(Layer layer, Engine engine) {

        static List<Subject> each(List<Layer> layers, List<Engine> engines) {
            return layers.stream()
                    .flatMap(layer -> engines.stream().map(engine -> new Subject(layer, engine)))
                    .toList();
        }
    }

    /** One fresh pair of processes. Runs of the same round and scenario but for the transport are compared. */
    record Run(int round, Scenario scenario) {}

    /**
     * All runs in order: every round measures everything once, so that a plan that was cut short has measured all
     * alike, and a slow change of the machine meets all alike. Transports go A B in even rounds and B A in odd ones.
     */
    List<Run> schedule() {
        List<Run> schedule = new ArrayList<>();
        for (int round = 0; round < runs; round++) {
            for (Scenario family : families()) {
                List<Transport> order = new ArrayList<>(transportsOf(family));
                if (round % 2 == 1) {
                    Collections.reverse(order);
                }
                for (Transport transport : order) {
                    schedule.add(new Run(round, family.over(transport)));
                }
            }
        }
        return schedule;
    }

    /** Everything to measure once, in the order of reports. */
    List<Scenario> scenarios() {
        return families().stream()
                .flatMap(family -> transportsOf(family).stream().map(family::over))
                .toList();
    }

    /** Scenarios without regard to their transport: each stands for one comparison. */
    List<Scenario> families() {
        Set<Scenario> families = new LinkedHashSet<>();
        for (Pattern pattern : patterns) {
            for (ByteSize size : sizes) {
                for (int window : windows(pattern, size)) {
                    addImplementations(families, pattern, size, window);
                }
            }
        }
        return List.copyOf(families);
    }

    private void addImplementations(Set<Scenario> families, Pattern pattern, ByteSize size, int window) {
        if (floor) {
            families.add(new Scenario(transports.get(0).floor(), Engine.C, Layer.FLOOR, pattern, size, window));
        }
        for (Subject subject : subjects) {
            families.add(new Scenario(transports.get(0), subject.engine(), subject.layer(), pattern, size, window));
        }
    }

    private List<Integer> windows(Pattern pattern, ByteSize size) {
        if (pattern == Pattern.PING_PONG) {
            return List.of(1);
        }
        int largest = Scenario.largestWindow(size);
        return inFlight.stream()
                .map(wished -> Math.min(wished, largest))
                .distinct()
                .toList();
    }

    /** Over what a family is measured; the first is what the others are compared with. */
    List<Transport> transportsOf(Scenario family) {
        return family.layer() == Layer.FLOOR
                ? transports.stream().map(Transport::floor).distinct().toList()
                : transports;
    }

    /** Windows that were wished for and do not fit, in words; empty if all do. */
    List<String> cuts() {
        if (!patterns.contains(Pattern.PIPELINED)) {
            return List.of();
        }
        List<String> cuts = new ArrayList<>();
        for (ByteSize size : sizes) {
            int largest = Scenario.largestWindow(size);
            for (int wished : inFlight) {
                if (wished > largest) {
                    cuts.add("in-flight cut, more would fill the socket buffers of both blocking ends: size=" + size
                            + " asked=" + wished + " used=" + largest);
                }
            }
        }
        return cuts;
    }

    Duration estimate() {
        double oneRound = scenarios().stream()
                .mapToDouble(scenario -> scenario.layer() == Layer.FLOOR ? FLOOR_START_SECONDS : START_SECONDS)
                .map(start -> start + warmUpSeconds + seconds)
                .sum();
        return Duration.ofMillis(Math.round(1000 * oneRound * runs));
    }

    /** The same, but with so many runs. */
    Plan withRuns(int otherRuns) {
        return new Plan(
                transports, patterns, subjects, sizes, inFlight, otherRuns, warmUpSeconds, seconds, placement, floor);
    }

    /** The command that measures the same again. */
    String command() {
        return "scripts/bench run --transports " + list(transports, Transport::label)
                + " --patterns " + list(patterns, Pattern::label)
                + subjectOptions()
                + " --sizes " + list(sizes, ByteSize::toString)
                + " --in-flight " + list(inFlight, String::valueOf)
                + " --runs " + runs
                + " --warm-up " + warmUpSeconds
                + " --seconds " + seconds
                + " --pin " + placement.label()
                + (floor ? "" : " --no-floor");
    }

    /** The quick answer leaves out what --layers and --engines would name, so only --quick names its subjects. */
    private String subjectOptions() {
        List<Layer> layers = subjects.stream().map(Subject::layer).distinct().toList();
        List<Engine> engines = subjects.stream().map(Subject::engine).distinct().toList();
        return Subject.each(layers, engines).equals(subjects)
                ? " --layers " + list(layers, Layer::label) + " --engines " + list(engines, Engine::label)
                : " --quick";
    }

    private static <T> String list(List<T> values, Function<T, String> label) {
        return values.stream().map(label).collect(Collectors.joining(","));
    }
}
