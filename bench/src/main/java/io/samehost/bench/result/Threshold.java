package io.samehost.bench.result;

import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Rows;
import io.samehost.bench.result.Results.Row;
import io.samehost.bench.scenario.Latency;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * A condition that must not hold of any row: {@code p99(unix,ping-pong,64) > 200us}. Between the parentheses stand the names of a
 * transport, a pattern, a size, a layer, an engine and a wait, as many as are wanted and in any order; the C floor is left out
 * unless {@code floor} is among them. The figure is the one that
 * the table of the report has: the median over runs, but for {@code max}, {@code errors} and {@code lost}.
 */
public record Threshold(String text, Figure figure, List<String> names, boolean above, double limit) {
    private static final java.util.regex.Pattern TEXT =
            java.util.regex.Pattern.compile("([a-z0-9.]+)\\(([^()]*)\\)\\s*([<>])\\s*(\\S+)");

    /** The figures that can be asked for. */
    enum Figure {
        P50("p50"),
        P90("p90"),
        P99("p99"),
        P999("p99.9"),
        MAX("max"),
        /** Messages a second. */
        RATE("rate"),
        /** The highest of all runs: the median of one bad run in five would hide it. */
        ERRORS("errors"),
        /** Datagrams without an answer, of all runs together. */
        LOST("lost");

        private final String label;

        Figure(String label) {
            this.label = label;
        }

        private boolean isTime() {
            return this != RATE && this != ERRORS && this != LOST;
        }

        static Figure named(String label) {
            return Arrays.stream(values())
                    .filter(figure -> figure.label.equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown figure: figure=" + label + ", use one of "
                            + Arrays.stream(values())
                                    .map(figure -> figure.label)
                                    .collect(Collectors.joining(", "))));
        }

        public double parse(String text) {
            try {
                return isTime() ? Latency.parse(text).nanos() : Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a number: figure=" + label + " limit=" + text, e);
            }
        }

        double of(Row row) {
            return switch (this) {
                case P50 -> row.median(run -> run.percentileNanos(50));
                case P90 -> row.median(run -> run.percentileNanos(90));
                case P99 -> row.median(run -> run.percentileNanos(99));
                case P999 -> row.median(run -> run.percentileNanos(99.9));
                case MAX -> row.maxNanos();
                case RATE -> row.median(Measurement::messagesPerSecond);
                case ERRORS -> row.errors();
                case LOST -> row.lost();
            };
        }

        String words(double number) {
            return isTime() ? new Latency(Math.round(number)).toString() : Long.toString(Math.round(number));
        }
    }

    public static Threshold parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a condition: condition=" + text + ", write one like p99(unix,ping-pong,64) > 200us");
        }
        Figure figure = Figure.named(matcher.group(1));
        List<String> names = Arrays.stream(matcher.group(2).split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return new Threshold(text.strip(), figure, names, matcher.group(3).equals(">"), figure.parse(matcher.group(4)));
    }

    /**
     * Finds out that the condition is about a row of {@code plan}.
     *
     * @throws IllegalArgumentException if a plan measures no row of which this could hold
     */
    public void check(Plan plan) {
        if (new Rows(plan).scenarios().stream().noneMatch(this::isAbout)) {
            throw new IllegalArgumentException("no row is measured to which it applies: condition=" + text);
        }
    }

    private boolean isAbout(Scenario scenario) {
        List<String> known = List.of(
                scenario.transport().label(),
                scenario.pattern().label(),
                scenario.size().toString(),
                scenario.layer().optionName(),
                scenario.engine().label(),
                scenario.waiting().label());
        return known.containsAll(names) && (scenario.layer() != Layer.FLOOR || names.contains("floor"));
    }

    /** For each row of which it holds, and each that could not be measured, what it was. */
    public List<String> failures(Results results) {
        List<String> failures = new ArrayList<>();
        for (Row row : results.rows()) {
            if (isAbout(row.scenario())) {
                failure(row).ifPresent(failures::add);
            }
        }
        if (results.rows().stream().noneMatch(row -> isAbout(row.scenario()))) {
            failures.add(text + ": nothing was measured");
        }
        return failures;
    }

    private Optional<String> failure(Row row) {
        if (row.runs().isEmpty()) {
            return Optional.of(text + ": not measured: " + row.scenario());
        }
        double value = figure.of(row);
        return (above ? value > limit : value < limit)
                ? Optional.of(text + ": " + row.scenario() + ": " + figure.label + '=' + figure.words(value))
                : Optional.empty();
    }
}
