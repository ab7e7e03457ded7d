package io.samehost.bench.result;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.plan.Choice;
import io.samehost.bench.plan.Contenders;
import io.samehost.bench.plan.Effort;
import io.samehost.bench.plan.Loads;
import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Subject;
import io.samehost.bench.plan.WarmUp;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.ProcessUsage;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.SendRate;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.scenario.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** A report of raw ping-pong over two transports in five rounds, from latencies that a test chooses. */
public final class MadeUpReport {
    public static final ByteSize SIZE = new ByteSize(64);
    public static final Scenario UNIX = raw(MeasuredTransport.UNIX);
    static final Scenario TCP = raw(MeasuredTransport.TCP);
    public static final MachineLoad QUIET = new MachineLoad(0, 0);

    private static final int ROUNDS = 5;

    private MadeUpReport() {}

    /** Rounds differ by a hundredth each, as those of a quiet machine do. */
    public static Report of(long unixNanos, long tcpNanos) {
        return of(unixNanos, tcpNanos, QUIET);
    }

    public static Report of(long unixNanos, long tcpNanos, MachineLoad load) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            outcomes.add(measured(round, UNIX, unixNanos + round * unixNanos / 100, load));
            outcomes.add(measured(round, TCP, tcpNanos + round * tcpNanos / 100, load));
        }
        return of(outcomes);
    }

    public static Report of(List<Outcome> outcomes) {
        return of(plan(), outcomes);
    }

    public static Report of(Plan plan, List<Outcome> outcomes) {
        Environment environment =
                new Environment("cpu", 2, false, "performance", "kernel", "jdk", List.of(), new TreeMap<>(), "c0ffee");
        Report.Idle idle = new Report.Idle(QUIET, "0.00");
        return new Report(new Results(plan, outcomes), environment, idle, idle, Instant.EPOCH, false);
    }

    static Plan plan() {
        return plan(true, List.of(BufferSize.DEFAULT));
    }

    /** The same, with such socket buffers, and with no floor beside it. */
    static Plan plan(List<BufferSize> buffers) {
        return plan(false, buffers);
    }

    private static Plan plan(boolean floor, List<BufferSize> buffers) {
        return new Plan(
                Contenders.blocking(
                        List.of(MeasuredTransport.UNIX, MeasuredTransport.TCP),
                        List.of(new Subject(Layer.RAW, ServerKind.THREADS)),
                        floor),
                Loads.of(List.of(Pattern.PING_PONG), List.of(SIZE), List.of(1)).withBuffers(buffers),
                new Effort(ROUNDS, WarmUp.same(1), 1),
                Choice.EVERYTHING,
                Placement.NONE);
    }

    /** {@link #UNIX} with such socket buffers. */
    public static Scenario buffered(BufferSize buffers) {
        return new Scenario(
                MeasuredTransport.UNIX,
                ServerKind.THREADS,
                Layer.RAW,
                Wait.BLOCKING,
                Pattern.PING_PONG,
                SIZE,
                1,
                SendRate.CLOSED,
                buffers);
    }

    public static Outcome.Measured measured(int round, Scenario scenario, long nanos, MachineLoad load) {
        Histogram latency = Recording.emptyHistogram();
        latency.recordValue(nanos);
        ProcessUsage usage = new ProcessUsage(0, 0, 0, 2);
        return new Outcome.Measured(
                round,
                scenario,
                new Measurement(
                        latency, nanos, 0, usage, usage, load, Optional.of(new Measurement.Buffers(4096, 4096))));
    }

    private static Scenario raw(MeasuredTransport transport) {
        return new Scenario(transport, ServerKind.THREADS, Layer.RAW, Pattern.PING_PONG, SIZE, 1);
    }
}
