package io.samehost.bench.plan;

import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.SendRate;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.scenario.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rows that follow from a plan, and the order in which they are measured. */
public record Rows(Plan plan) {

    /** One fresh pair of processes. Runs of one round that differ in their transport only are compared. */
    public record Run(int round, Scenario scenario) {}

    /**
     * All runs in order. Every round measures everything once: a plan that was cut short has measured all rows alike, and
     * a slow change of the machine meets all alike. A round goes A B if the one before went B A.
     */
    public List<Run> schedule() {
        List<Run> schedule = new ArrayList<>();
        List<Scenario> order = new ArrayList<>(scenarios());
        for (int round = 0; round < plan.effort().runs(); round++) {
            for (Scenario scenario : order) {
                schedule.add(new Run(round, scenario));
            }
            Collections.reverse(order);
        }
        return schedule;
    }

    /** Two scenarios that are compared round by round, or twice the same where there is no other. */
    public record Comparison(Scenario left, Scenario right) {
        public boolean isOfOne() {
            return left.equals(right);
        }
    }

    /** The first transport of the plan against each of the others, or with itself alone. */
    public List<Comparison> comparisons() {
        List<Comparison> comparisons = new ArrayList<>();
        for (Scenario family : families()) {
            List<MeasuredTransport> transports = transportsOf(family);
            Scenario left = family.over(transports.get(0));
            if (transports.size() == 1) {
                comparisons.add(new Comparison(left, left));
            }
            transports.stream().skip(1).forEach(other -> comparisons.add(new Comparison(left, family.over(other))));
        }
        return comparisons;
    }

    /** Everything to measure once, in the order of reports. */
    public List<Scenario> scenarios() {
        return families().stream()
                .flatMap(family -> transportsOf(family).stream().map(family::over))
                .toList();
    }

    /** The time that all runs take, about. */
    public Duration estimate() {
        return plan.effort().estimate(scenarios());
    }

    /** Scenarios without regard to their transport: each stands for one comparison. */
    public List<Scenario> families() {
        Set<Scenario> families = new LinkedHashSet<>();
        for (Pattern pattern : plan.loads().patterns()) {
            for (ByteSize size : plan.loads().sizes()) {
                for (Shape shape : shapes(pattern, size)) {
                    addImplementations(families, pattern, size, shape);
                }
            }
        }
        families.removeIf(family -> transportsOf(family).isEmpty());
        return List.copyOf(families);
    }

    /** The parts of a load beside its pattern and its size. */
    private record Shape(int inFlight, SendRate pace, BufferSize buffers) {}

    private void addImplementations(Set<Scenario> families, Pattern pattern, ByteSize size, Shape shape) {
        if (plan.contenders().floor() && pattern.hasFloor()) {
            addEachWait(families, family(new Subject(Layer.FLOOR, ServerKind.C), pattern, size, shape));
        }
        for (Subject subject : plan.contenders().subjects()) {
            if (pattern.isIn(subject.layer())) {
                addEachWait(families, family(subject, pattern, size, shape));
            }
        }
    }

    private void addEachWait(Set<Scenario> families, Scenario blocking) {
        families.add(blocking);
        if (plan.contenders().spin() || blocking.layer() == Layer.FLOOR) {
            families.add(blocking.waiting(Wait.SPINNING));
        }
    }

    private Scenario family(Subject subject, Pattern pattern, ByteSize size, Shape shape) {
        MeasuredTransport any = subject.layer() == Layer.FLOOR
                ? MeasuredTransport.UNIX
                : plan.contenders().transports().get(0);
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

    /** Shapes that differ in their buffers only follow each other. */
    private List<Shape> shapes(Pattern pattern, ByteSize size) {
        Loads loads = plan.loads();
        Stream<SendRate> paces = switch (pattern) {
            case RATE -> loads.limits().ratesPerSecond().stream().map(SendRate::fixed);
            case MAX_RATE -> Stream.of(SendRate.highest(loads.limits().p99Bound()));
            default -> Stream.of(SendRate.CLOSED);
        };
        return paces.flatMap(pace -> loads.buffers().stream()
                        .flatMap(one -> counts(pattern, size, one).stream().map(count -> new Shape(count, pace, one))))
                .toList();
    }

    /** Numbers of messages under way, or of open connections. */
    private List<Integer> counts(Pattern pattern, ByteSize size, BufferSize buffers) {
        return switch (pattern) {
            case PIPELINED -> windows(size);
            case BULK -> size.isBulk() ? List.of(Scenario.largestWindow(size, buffers)) : List.of();
            case MANY -> plan.loads().limits().connections();
            case PING_PONG, STREAM, SERVER_STREAM, CONNECT, RATE, MAX_RATE, FLOOD -> List.of(1);
        };
    }

    /** Large messages are left to the bulk pattern, if it is asked for: it is the same with the largest window. */
    List<Integer> windows(ByteSize size) {
        return size.isBulk() && plan.loads().patterns().contains(Pattern.BULK)
                ? List.of()
                : plan.choice().windows(size, plan.loads().inFlight());
    }

    /** The transports that a family is measured over; the first is compared with each of the others. */
    public List<MeasuredTransport> transportsOf(Scenario family) {
        Stream<MeasuredTransport> all =
                family.layer() == Layer.FLOOR ? floors() : plan.contenders().transports().stream();
        return all.filter(transport -> transport.carries(family))
                .map(family::over)
                .filter(scenario -> scenario.waiting().fits(scenario))
                .filter(this::mayWait)
                .filter(scenario -> scenario.buffers().fits(scenario))
                .filter(plan.choice()::measures)
                .map(Scenario::transport)
                .toList();
    }

    /** What spins is measured where that was asked for; but shared memory always: it is the end of the scale. */
    private boolean mayWait(Scenario scenario) {
        return scenario.waiting() == Wait.BLOCKING
                || plan.contenders().spin()
                || (scenario.transport() == MeasuredTransport.SHARED_MEMORY && plan.placement() != Placement.SAME);
    }

    /** The floors of the streams, and what both ends can do without a socket beside them. */
    private Stream<MeasuredTransport> floors() {
        List<MeasuredTransport> floors = plan.contenders().transports().stream()
                .filter(transport -> !transport.isDatagram())
                .map(MeasuredTransport::floor)
                .distinct()
                .toList();
        return floors.isEmpty()
                ? Stream.empty()
                : Stream.concat(floors.stream(), Stream.of(MeasuredTransport.PIPE, MeasuredTransport.SHARED_MEMORY));
    }
}
