package io.samehost.bench.figure;

import io.samehost.bench.output.Table;
import io.samehost.bench.result.Statistics;
import io.samehost.bench.result.Statistics.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One measured number and the limit it should keep.
 *
 * @param value the median of the rounds, the ratio of two medians, or the last of what follows in time
 * @param interval of a ratio of rounds the one that holds its median in at least 94 of 100 cases with five rounds, of anything
 *     else the lowest and the highest round
 * @param limit empty where the number is there to be read only
 */
public record Figure(String name, double value, Interval interval, String unit, Optional<Limit> limit) {

    /** The bound: the value must be less, or, if {@code fromBelow}, at least as much. */
    record Limit(double value, boolean fromBelow) {
        private boolean admits(double measured) {
            return fromBelow ? measured >= value : measured < value;
        }

        @Override
        public String toString() {
            return (fromBelow ? ">= " : "< ") + number(value);
        }
    }

    public static Figure of(String name, double[] rounds, String unit) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        Interval extremes = new Interval(sorted[0], sorted[sorted.length - 1]);
        return new Figure(name, Statistics.median(rounds), extremes, unit, Optional.empty());
    }

    /** What became of it in time. */
    public static Figure last(String name, double[] inTime, String unit) {
        return new Figure(
                name, inTime[inTime.length - 1], of(name, inTime, unit).interval(), unit, Optional.empty());
    }

    /** Round for round, both were measured next to each other. */
    public static Figure ratio(String name, double[] numerators, double[] denominators) {
        double[] ratios = Statistics.ratios(numerators, denominators);
        return new Figure(name, Statistics.median(ratios), Statistics.medianInterval(ratios), "x", Optional.empty());
    }

    public Figure under(double most) {
        return new Figure(name, value, interval, unit, Optional.of(new Limit(most, false)));
    }

    public Figure from(double least) {
        return new Figure(name, value, interval, unit, Optional.of(new Limit(least, true)));
    }

    /** True if it keeps its limit, if it has one. */
    public boolean holds() {
        return limit.isEmpty() || limit.get().admits(value);
    }

    public boolean isLimited() {
        return limit.isPresent();
    }

    /** The value by its limit; 0 without one. */
    public double byLimit() {
        return limit.map(most -> value / most.value()).orElse(0.0);
    }

    /** {@code 336 B [330-340], limit < 400: kept}. */
    public String words() {
        String end = limit.map(most -> ", limit " + most + (holds() ? ": kept" : ": not kept"))
                .orElse("");
        return number(value) + ' ' + unit + ' ' + range() + end;
    }

    private String range() {
        String to = interval.low() < 0 ? " to " : "-";
        return '[' + number(interval.low()) + to + number(interval.high()) + ']';
    }

    /** Name, value, interval, unit, limit and verdict, for a {@link Table}. */
    public List<String> cells() {
        String kept = holds() ? "yes" : "no";
        return List.of(
                name, number(value), range(), unit, limit.map(Limit::toString).orElse(""), limit.isEmpty() ? "" : kept);
    }

    /** Three digits are as many as a measurement has. */
    private static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
