package io.samehost.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to measure, how long and how often.
 *
 * @param subjects without the floor, which {@code floor} asks for
 * @param inFlight windows wished for in the pipelined pattern; one that is too large for a size is cut where both ends
 *     block
 * @param buffers socket buffers of every row that can have them; what cannot is measured with the default, if that is one
 * @param loads what the other patterns vary
 * @param spin whether what can spin is measured a second time with both ends spinning
 * @param choice which of all combinations are measured
 */
record Plan(
        List<Transport> transports,
        List<Pattern> patterns,
        List<Subject> subjects,
        List<ByteSize> sizes,
        List<Integer> inFlight,
        List<SocketBuffers> buffers,
        int runs,
        WarmUp warmUp,
        double seconds,
        Placement placement,
        boolean floor,
        Loads loads,
        boolean spin,
        Choice choice) {

    /** Two JVMs to start and to end: an estimate, for the progress line only, from a run on two processors. */
    private static final double START_SECONDS = 0.75;

    /** Two programs of any other kind start at once. */
    private static final double NATIVE_START_SECONDS = 0.05;

    /** Above this a run of few seconds says more about the timer of the client than about sockets. */
    private static final int HIGHEST_RATE = 1_000_000;

    private static final ByteSize LARGEST = new ByteSize(1 << 20);

    private static final List<SocketBuffers> SYSTEM_BUFFERS = List.of(SocketBuffers.DEFAULT);

    /**
     * All transports and both engines, and all patterns but the stream of the server, which is measured where it is asked
     * for; sizes below and above the steps of loopback, whose packets carry 64 KiB. The size that most small messages are
     * like stands first, since the first answer is the one in large letters. About 28 minutes.
     */
    static final Plan FULL = new Plan(
            List.of(
                    Transport.UNIX,
                    Transport.TCP,
                    Transport.UNIX_JUNIXSOCKET,
                    Transport.UNIX_ABSTRACT,
                    Transport.TCP6,
                    Transport.TCP_NAGLE,
                    Transport.UDP,
                    Transport.UNIXGRAM),
            List.copyOf(EnumSet.complementOf(EnumSet.of(Pattern.SERVER_STREAM))),
            Subject.each(List.of(Layer.RAW, Layer.RPC), List.of(Engine.THREADS, Engine.LOOP)),
            Stream.of("64", "1", "1k", "2k", "16k", "32k", "64k", "128k", "1M")
                    .map(ByteSize::parse)
                    .toList(),
            List.of(1, 8, 64),
            SYSTEM_BUFFERS,
            5,
            new WarmUp(0.4, 1.2),
            0.5,
            Placement.NONE,
            true,
            Loads.DEFAULT,
            false,
            Choice.ANSWER);

    /** The question itself and as little else as it takes; well under two minutes, so no loop engine for raw bytes. */
    static final Plan QUICK = new Plan(
            List.of(Transport.UNIX, Transport.TCP),
            List.of(Pattern.PING_PONG, Pattern.PIPELINED),
            List.of(
                    new Subject(Layer.RAW, Engine.THREADS),
                    new Subject(Layer.RPC, Engine.THREADS),
                    new Subject(Layer.RPC, Engine.LOOP)),
            List.of(new ByteSize(64)),
            List.of(64),
            SYSTEM_BUFFERS,
            5,
            new WarmUp(0.3, 1.0),
            0.3,
            Placement.NONE,
            true,
            Loads.DEFAULT,
            false,
            Choice.QUICK);

    /** Everything that can be combined, nothing spins or sets socket buffers, and all layers have the same warm-up. */
    Plan(
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
        this(
                transports,
                patterns,
                subjects,
                sizes,
                inFlight,
                SYSTEM_BUFFERS,
                runs,
                WarmUp.same(warmUpSeconds),
                seconds,
                placement,
                floor,
                Loads.DEFAULT,
                false,
                Choice.EVERYTHING);
    }

    Plan {
        transports = List.copyOf(transports);
        patterns = List.copyOf(patterns);
        subjects = List.copyOf(subjects);
        sizes = List.copyOf(sizes);
        inFlight = List.copyOf(inFlight);
        buffers = List.copyOf(buffers);
        if (runs < 1 || !(seconds > 0)) {
            throw new IllegalArgumentException("a benchmark needs time: runs=" + runs + " seconds=" + seconds);
        }
        if (inFlight.stream().anyMatch(window -> window < 1)) {
            throw new IllegalArgumentException("at least one message is in flight: inFlight=" + inFlight);
        }
        for (ByteSize size : sizes) {
            if (size.bytes() > LARGEST.bytes()) {
                throw new IllegalArgumentException("message too large: size=" + size + "; use at most " + LARGEST);
            }
        }
        if (spin && placement == Placement.SAME) {
            throw new IllegalArgumentException("two processes cannot spin on one processor: pin=same; use --pin two");
        }
        requirePrograms(patterns, subjects);
        requireBuffers(transports, buffers);
    }

    private static void requirePrograms(List<Pattern> patterns, List<Subject> subjects) {
        for (Pattern pattern : patterns) {
            if (subjects.stream().noneMatch(subject -> pattern.isIn(subject.layer()))) {
                throw new IllegalArgumentException("no layer that was chosen does it: pattern=" + pattern.label()
                        + " layers="
                        + list(subjects.stream().map(Subject::layer).distinct().toList(), Layer::label)
                        + "; add --layers rpc");
            }
        }
    }

    private static void requireBuffers(List<Transport> transports, List<SocketBuffers> buffers) {
        if (transports.stream().allMatch(Transport::isDatagram)
                && buffers.stream().noneMatch(SocketBuffers::isDefault)) {
            throw new IllegalArgumentException("socket buffers are set for streams only: transports="
                    + list(transports, Transport::label) + "; add a stream or --socket-buffers default");
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

    /** What patterns vary that have no window. */
    record Loads(List<Integer> connections, List<Integer> ratesPerSecond, Latency p99Bound) {

        static final Loads DEFAULT =
                new Loads(List.of(1, 10, 100, 1000), List.of(10_000), new Latency(TimeUnit.MICROSECONDS.toNanos(500)));

        Loads {
            connections = List.copyOf(connections);
            ratesPerSecond = List.copyOf(ratesPerSecond);
            if (connections.stream().anyMatch(number -> number < 1 || number > Scenario.MOST_CONNECTIONS)) {
                throw new IllegalArgumentException(
                        "1 to " + Scenario.MOST_CONNECTIONS + " connections: connections=" + connections);
            }
            if (ratesPerSecond.stream().anyMatch(rate -> rate < 1 || rate > HIGHEST_RATE)) {
                throw new IllegalArgumentException("1 to " + HIGHEST_RATE + " a second: rates=" + ratesPerSecond);
            }
            if (p99Bound.nanos() < 1) {
                throw new IllegalArgumentException("a bound must be more than nothing: p99=" + p99Bound);
            }
        }
    }

    /** One fresh pair of processes. Runs of the same round and scenario but for the transport are compared. */
    record Run(int round, Scenario scenario) {}

    /**
     * All runs in order: every round measures everything once, so that a plan that was cut short has measured all
     * alike, and a slow change of the machine meets all alike. A round goes A B where the one before went B A.
     */
    List<Run> schedule() {
        List<Run> schedule = new ArrayList<>();
        List<Scenario> order = new ArrayList<>(scenarios());
        for (int round = 0; round < runs; round++) {
            for (Scenario scenario : order) {
                schedule.add(new Run(round, scenario));
            }
            Collections.reverse(order);
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
                for (Shape shape : shapes(pattern, size)) {
                    addImplementations(families, pattern, size, shape);
                }
            }
        }
        families.removeIf(family -> transportsOf(family).isEmpty());
        return List.copyOf(families);
    }

    /** What a load is beside its pattern and its size. */
    private record Shape(int inFlight, Pace pace, SocketBuffers buffers) {}

    private void addImplementations(Set<Scenario> families, Pattern pattern, ByteSize size, Shape shape) {
        if (floor && pattern.hasFloor()) {
            addEachWait(families, family(new Subject(Layer.FLOOR, Engine.C), pattern, size, shape));
        }
        for (Subject subject : subjects) {
            if (pattern.isIn(subject.layer())) {
                addEachWait(families, family(subject, pattern, size, shape));
            }
        }
    }

    private void addEachWait(Set<Scenario> families, Scenario blocking) {
        families.add(blocking);
        if (spin) {
            families.add(blocking.waiting(Wait.SPINNING));
        }
    }

    private Scenario family(Subject subject, Pattern pattern, ByteSize size, Shape shape) {
        Transport any = subject.layer() == Layer.FLOOR ? Transport.UNIX : transports.get(0);
        int inFlight = pattern.isWindowed()
                ? Math.min(shape.inFlight(), Scenario.largestWindow(subject.layer(), size, shape.buffers()))
                : shape.inFlight();
        return new Scenario(
                any,
                subject.engine(),
                subject.layer(),
                Wait.BLOCKING,
                pattern,
                size,
                inFlight,
                shape.pace(),
                shape.buffers());
    }

    /** Those with the same load and other buffers follow each other. */
    private List<Shape> shapes(Pattern pattern, ByteSize size) {
        Stream<Pace> paces = switch (pattern) {
            case RATE -> loads.ratesPerSecond().stream().map(Pace::fixed);
            case MAX_RATE -> Stream.of(Pace.highest(loads.p99Bound()));
            default -> Stream.of(Pace.CLOSED);
        };
        return paces.flatMap(pace -> buffers.stream()
                        .flatMap(one -> counts(pattern, size, one).stream().map(count -> new Shape(count, pace, one))))
                .toList();
    }

    /** How many messages are under way, or connections open. */
    private List<Integer> counts(Pattern pattern, ByteSize size, SocketBuffers socketBuffers) {
        return switch (pattern) {
            case PIPELINED -> windows(size);
            case BULK -> size.isBulk() ? List.of(Scenario.largestWindow(size, socketBuffers)) : List.of();
            case MANY -> loads.connections();
            case PING_PONG, STREAM, SERVER_STREAM, CONNECT, RATE, MAX_RATE, FLOOD -> List.of(1);
        };
    }

    /** Large messages are left to the bulk pattern where that is asked for: it is the same with the largest window. */
    private List<Integer> windows(ByteSize size) {
        return size.isBulk() && patterns.contains(Pattern.BULK) ? List.of() : choice.windows(size, inFlight);
    }

    /** Over what a family is measured; the first is what the others are compared with. */
    List<Transport> transportsOf(Scenario family) {
        Stream<Transport> all = family.layer() == Layer.FLOOR ? floors() : transports.stream();
        return all.filter(transport -> transport.carries(family))
                .map(family::over)
                .filter(scenario -> scenario.waiting().fits(scenario))
                .filter(scenario -> scenario.buffers().fits(scenario))
                .filter(choice::measures)
                .map(Scenario::transport)
                .toList();
    }

    /** Those of the streams, and pipes beside them. */
    private Stream<Transport> floors() {
        List<Transport> floors = transports.stream()
                .filter(transport -> !transport.isDatagram())
                .map(Transport::floor)
                .distinct()
                .toList();
        return floors.isEmpty() ? Stream.empty() : Stream.concat(floors.stream(), Stream.of(Transport.PIPE));
    }

    /** Windows that were wished for and do not fit, in words; empty if all do. */
    List<String> cuts() {
        boolean blocking =
                floor || subjects.stream().anyMatch(subject -> subject.layer().blocksBothEnds());
        if (!blocking || !patterns.contains(Pattern.PIPELINED)) {
            return List.of();
        }
        List<String> cuts = new ArrayList<>();
        for (ByteSize size : sizes) {
            for (SocketBuffers one : buffers) {
                addCuts(cuts, size, one);
            }
        }
        return cuts;
    }

    private void addCuts(List<String> cuts, ByteSize size, SocketBuffers socketBuffers) {
        int largest = Scenario.largestWindow(size, socketBuffers);
        for (int wished : windows(size)) {
            if (wished > largest) {
                cuts.add("in-flight cut for the C floor and raw bytes, more would fill the socket buffers of both"
                        + " blocking ends:"
                        + (socketBuffers.isDefault() ? "" : " socketBuffers=" + socketBuffers.label())
                        + " size=" + size
                        + " asked=" + wished + " used=" + largest);
            }
        }
    }

    /** Transports without a row for buffers that were asked for, in words; empty if there are none. */
    Optional<String> bufferless() {
        List<Transport> datagrams =
                transports.stream().filter(Transport::isDatagram).toList();
        return datagrams.isEmpty() || buffers.stream().allMatch(SocketBuffers::isDefault)
                ? Optional.empty()
                : Optional.of("socket buffers are set for streams only, the others have rows with the default or none:"
                        + " transports=" + list(datagrams, Transport::label));
    }

    Duration estimate() {
        double oneRound =
                scenarios().stream().mapToDouble(this::expectedSeconds).sum();
        return Duration.ofMillis(Math.round(1000 * oneRound * runs));
    }

    private double expectedSeconds(Scenario scenario) {
        double start = scenario.engine().runsOnJvm() ? START_SECONDS : NATIVE_START_SECONDS;
        double warmUps = scenario.pattern() == Pattern.MAX_RATE ? RateSearch.WARM_UPS : 1;
        return start + warmUps * warmUp.secondsOf(scenario) + seconds;
    }

    /** The same, but with so many runs. */
    Plan withRuns(int otherRuns) {
        return new Plan(
                transports,
                patterns,
                subjects,
                sizes,
                inFlight,
                buffers,
                otherRuns,
                warmUp,
                seconds,
                placement,
                floor,
                loads,
                spin,
                choice);
    }

    /** The command that measures the same again. */
    String command() {
        return "scripts/bench"
                + switch (choice) {
                    case EVERYTHING -> rowOptions();
                    case QUICK -> " --quick";
                    case ANSWER -> loadOptions();
                    case PEERS -> peerOptions();
                }
                + " --runs " + runs
                + " --warm-up " + warmUp.seconds()
                + (choice == Choice.PEERS ? "" : " --rpc-warm-up " + warmUp.rpcSeconds())
                + " --seconds " + seconds
                + " --pin " + placement.label()
                + (floor ? "" : " --no-floor")
                + (spin ? " --spin" : "");
    }

    private String peerOptions() {
        List<Engine> peers =
                subjects.stream().map(Subject::engine).filter(Engine::isPeer).toList();
        return " peers" + (transports.contains(Transport.TCP) ? "" : " --quick") + " --only "
                + list(peers, Engine::optionName);
    }

    private String rowOptions() {
        return " run --transports " + list(transports, Transport::label)
                + " --patterns " + list(patterns, Pattern::label)
                + subjectOptions()
                + " --sizes " + list(sizes, ByteSize::toString)
                + " --in-flight " + list(inFlight, String::valueOf)
                + (buffers.equals(SYSTEM_BUFFERS) ? "" : " --socket-buffers " + list(buffers, SocketBuffers::label))
                + loadOptions();
    }

    private String loadOptions() {
        return (patterns.contains(Pattern.MANY) ? " --connections " + list(loads.connections(), String::valueOf) : "")
                + (patterns.contains(Pattern.RATE) ? " --rates " + list(loads.ratesPerSecond(), String::valueOf) : "")
                + (patterns.contains(Pattern.MAX_RATE) ? " --p99-bound " + loads.p99Bound() : "");
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
