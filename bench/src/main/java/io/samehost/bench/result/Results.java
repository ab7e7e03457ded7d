package io.samehost.bench.result;

import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Rows;
import io.samehost.bench.result.Outcome.Measured;
import io.samehost.bench.result.Statistics.Interval;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** All that was measured, and the questions that reports ask. */
public final class Results {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Plan plan;
    private final List<Outcome> outcomes;

    public Results(Plan plan, List<Outcome> outcomes) {
        this.plan = plan;
        this.outcomes = List.copyOf(outcomes);
    }

    /** One scenario over the runs that count: without the disturbed ones if enough others were measured. */
    public record Row(Scenario scenario, List<Measurement> runs, List<String> problems, OptionalDouble ratioToFloor) {

        public double median(ToDoubleFunction<Measurement> figure) {
            return Statistics.median(runs.stream().mapToDouble(figure).toArray());
        }

        public long maxNanos() {
            return runs.stream()
                    .mapToLong(run -> run.latency().getMaxValue())
                    .max()
                    .orElse(0);
        }

        public long messages() {
            return runs.stream().mapToLong(Measurement::messages).sum();
        }

        public long errors() {
            return runs.stream().mapToLong(Measurement::errors).sum();
        }

        public long lost() {
            return runs.stream().mapToLong(Measurement::lost).sum();
        }

        /**
         * The interval of the median that is compared, in nanoseconds or messages a second. Only for a
         * row with runs.
         */
        public Interval interval() {
            Interval speed = Statistics.medianInterval(runs.stream()
                    .mapToDouble(run -> run.speed(scenario.pattern()))
                    .toArray());
            return scenario.pattern().comparesLatency()
                    ? new Interval(NANOS_PER_SECOND / speed.high(), NANOS_PER_SECOND / speed.low())
                    : speed;
        }

        /** The buffers of the last run, since they hardly differ; empty if the client does not show its socket. */
        public Optional<Measurement.Buffers> buffers() {
            return runs.isEmpty() ? Optional.empty() : runs.get(runs.size() - 1).buffers();
        }

        /** True if most runs had a client that was busy all the time. */
        public boolean clientSaturated() {
            return runs.stream().filter(Measurement::clientSaturated).count() * 2 > runs.size();
        }
    }

    /** The verdict on two scenarios that differ only in their transport. */
    public record Answer(Scenario left, Scenario right, Verdict verdict) {

        public String words() {
            return left.load() + ", " + left.implementation() + ": "
                    + verdict.words(left.transport().label(), right.transport().label());
        }

        /** True if it is about AF_UNIX or TCP loopback, in a program and not in the floor. */
        private boolean isTheQuestion() {
            MeasuredTransport one = left.transport();
            MeasuredTransport other = right.transport();
            return left.layer() != Layer.FLOOR && ((one.isUnix() && other.isTcp()) || (one.isTcp() && other.isUnix()));
        }

        /** {@link #direct}; empty where it is not about AF_UNIX or TCP loopback. */
        public Optional<String> toTheQuestion() {
            return isTheQuestion() ? Optional.of(direct()) : Optional.empty();
        }

        /** The answer for a person who reads nothing else. */
        public String direct() {
            String by = ", by " + left.pattern().better();
            String about = " (" + left.load() + ", " + left.implementation()
                    + (verdict instanceof Verdict.Withheld ? ")" : by + ")");
            return verdict.words(family(left), family(right)) + about;
        }

        private static String family(Scenario scenario) {
            return scenario.transport().isUnix() ? "AF_UNIX" : "TCP loopback";
        }
    }

    public Plan plan() {
        return plan;
    }

    public List<Outcome> outcomes() {
        return outcomes;
    }

    public List<Measured> measured() {
        return outcomes.stream()
                .filter(Measured.class::isInstance)
                .map(Measured.class::cast)
                .toList();
    }

    /** A row for each scenario of the plan that was tried, in the order of reports. */
    public List<Row> rows() {
        return new Rows(plan)
                .scenarios().stream()
                        .filter(scenario ->
                                outcomes.stream().anyMatch(one -> one.scenario().equals(scenario)))
                        .map(this::row)
                        .toList();
    }

    private Row row(Scenario scenario) {
        List<Measurement> runs =
                counted(scenario).stream().map(Measured::measurement).toList();
        return new Row(scenario, runs, problems(scenario), ratioToFloor(scenario));
    }

    private List<Measured> measured(Scenario scenario) {
        return measured().stream()
                .filter(one -> one.scenario().equals(scenario))
                .toList();
    }

    private List<Measured> counted(Scenario scenario) {
        return Quiet.counted(measured(scenario), run -> run.measurement().load().disturbing());
    }

    private List<String> problems(Scenario scenario) {
        List<String> problems = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (!outcome.scenario().equals(scenario)) {
                continue;
            }
            if (outcome instanceof Outcome.Failed failed) {
                problems.add("run " + (failed.round() + 1) + " failed: " + failed.reason());
            } else if (outcome instanceof Outcome.Unavailable unavailable) {
                problems.add("unavailable: " + unavailable.reason());
            }
        }
        return problems;
    }

    /** The time by that of the same in C: by median latency, or by messages per second. */
    private OptionalDouble ratioToFloor(Scenario scenario) {
        List<Measured> ours = counted(scenario);
        List<Measured> floor =
                scenario.hasFloor() && scenario.layer() != Layer.FLOOR ? counted(scenario.floor()) : List.of();
        if (ours.isEmpty() || floor.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Statistics.ratioOfMedians(speeds(floor), speeds(ours)));
    }

    private static double[] speeds(List<Measured> runs) {
        return runs.stream().mapToDouble(run -> run.sample().speed()).toArray();
    }

    /** The first transport of the plan against each of the others, for whatever was measured over both. */
    public List<Answer> answers() {
        return new Rows(plan)
                .comparisons().stream()
                        .filter(pair -> !pair.isOfOne())
                        .filter(pair -> !measured(pair.left()).isEmpty()
                                && !measured(pair.right()).isEmpty())
                        .map(pair -> new Answer(pair.left(), pair.right(), verdict(pair)))
                        .toList();
    }

    private Verdict verdict(Rows.Comparison pair) {
        return Verdict.of(samples(pair.left()), samples(pair.right()));
    }

    /** True if more rounds of both are wanted: so many of those that measured them were disturbed. */
    public boolean isDisturbed(Rows.Comparison pair) {
        List<Verdict.Pair> pairs = Verdict.pairs(samples(pair.left()), samples(pair.right()));
        return !pairs.isEmpty() && !Quiet.isEnough(pairs, Verdict.Pair::disturbed);
    }

    /** The first comparison of AF_UNIX with TCP; empty if none was measured. */
    public Optional<Answer> mainAnswer() {
        return answers().stream().filter(Answer::isTheQuestion).findFirst();
    }

    private List<Verdict.Sample> samples(Scenario scenario) {
        return measured(scenario).stream().map(Measured::sample).toList();
    }
}
