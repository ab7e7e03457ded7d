package io.samehost.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** A report of raw ping-pong over two transports in five rounds, from latencies that a test chooses. */
final class MadeUpReport {
    static final ByteSize SIZE = new ByteSize(64);
    static final Scenario UNIX = raw(Transport.UNIX);
    static final Scenario TCP = raw(Transport.TCP);
    static final MachineLoad QUIET = new MachineLoad(0, 0);

    private static final int ROUNDS = 5;

    private MadeUpReport() {}

    /** Rounds differ by a hundredth each, as those of a quiet machine do. */
    static Report of(long unixNanos, long tcpNanos) {
        return of(unixNanos, tcpNanos, QUIET);
    }

    static Report of(long unixNanos, long tcpNanos, MachineLoad load) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            outcomes.add(measured(round, UNIX, unixNanos + round * unixNanos / 100, load));
            outcomes.add(measured(round, TCP, tcpNanos + round * tcpNanos / 100, load));
        }
        return of(outcomes);
    }

    static Report of(List<Outcome> outcomes) {
        return of(plan(), outcomes);
    }

    static Report of(Plan plan, List<Outcome> outcomes) {
        Environment environment =
                new Environment("cpu", 2, false, "performance", "kernel", "jdk", List.of(), new TreeMap<>(), "c0ffee");
        Report.Idle idle = new Report.Idle(QUIET, "0.00");
        return new Report(new Results(plan, outcomes), environment, idle, idle, Instant.EPOCH, false);
    }

    static Plan plan() {
        return new Plan(
                List.of(Transport.UNIX, Transport.TCP),
                List.of(Pattern.PING_PONG),
                List.of(new Plan.Subject(Layer.RAW, Engine.THREADS)),
                List.of(SIZE),
                List.of(1),
                ROUNDS,
                1,
                1,
                Placement.NONE,
                true);
    }

    /** The same, with such socket buffers, and with no floor beside it. */
    static Plan plan(List<SocketBuffers> buffers) {
        Plan plan = plan();
        return new Plan(
                plan.transports(),
                plan.patterns(),
                plan.subjects(),
                plan.sizes(),
                plan.inFlight(),
                buffers,
                ROUNDS,
                plan.warmUp(),
                1,
                Placement.NONE,
                false,
                Plan.Loads.DEFAULT,
                false,
                Choice.EVERYTHING);
    }

    /** {@link #UNIX} with such socket buffers. */
    static Scenario buffered(SocketBuffers buffers) {
        return new Scenario(
                Transport.UNIX,
                Engine.THREADS,
                Layer.RAW,
                Wait.BLOCKING,
                Pattern.PING_PONG,
                SIZE,
                1,
                Pace.CLOSED,
                buffers);
    }

    static Outcome.Measured measured(int round, Scenario scenario, long nanos, MachineLoad load) {
        Histogram latency = Recording.emptyHistogram();
        latency.recordValue(nanos);
        ProcessUsage usage = new ProcessUsage(0, 0, 0, 2);
        return new Outcome.Measured(
                round,
                scenario,
                new Measurement(
                        latency, nanos, 0, usage, usage, load, Optional.of(new Measurement.Buffers(4096, 4096))));
    }

    private static Scenario raw(Transport transport) {
        return new Scenario(transport, Engine.THREADS, Layer.RAW, Pattern.PING_PONG, SIZE, 1);
    }
}
