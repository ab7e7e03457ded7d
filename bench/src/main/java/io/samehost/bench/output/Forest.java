package io.samehost.bench.output;

import io.samehost.bench.result.Statistics.Interval;
import io.samehost.bench.result.Verdict;
import io.samehost.bench.saved.SavedAnswer;
import io.samehost.bench.saved.SavedAnswer.Ratio;
import io.samehost.bench.saved.SavedReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Ratios with their intervals around "even", one below the other: the one chart to look at first. The left side of it is
 * the first of the two that are compared, and lies as far from the middle as that one is faster.
 *
 * @param left the name of what is faster in the rows that lie to the left
 * @param shortened true if it leaves comparisons out, and has the first of each load
 */
public record Forest(String left, String right, List<Row> rows, boolean shortened) {
    /** More of them are one for each load. */
    private static final int MOST_ROWS = 16;

    /** A chart that reaches further shows nothing but its outliers. */
    private static final double WIDEST = 16;

    /** What a row says. */
    public enum Kind {
        LEFT,
        RIGHT,
        /** The interval contains 1. */
        EVEN,
        /** Too little for a verdict, but it was seen. */
        SEEN
    }

    /**
     * One comparison.
     *
     * @param group what rows that follow each other share
     * @param ratio the speed of the left one by that of the right one
     * @param disturbed true if the interval spans rounds that were disturbed
     */
    public record Row(String group, String name, Kind kind, Ratio ratio, boolean disturbed) {

        /** {@code AF_UNIX 1.41x [1.10-2.27]}; of what shows no difference, the same from the left. */
        public String words(String left, String right) {
            boolean turned = ratio.value() < 1;
            Ratio said = turned ? ratio.inverse() : ratio;
            return String.format(
                    Locale.ROOT,
                    "%s %.2fx [%.2f-%.2f]%s%s",
                    turned ? right : left,
                    said.value(),
                    said.low(),
                    said.high(),
                    disturbed ? "*" : "",
                    kind == Kind.SEEN ? "?" : "");
        }
    }

    /** One without a row. */
    public static final Forest NONE = new Forest("", "", List.of());

    /** All of the rows that there are. */
    public Forest(String left, String right, List<Row> rows) {
        this(left, right, rows, false);
    }

    /** The row of a verdict; empty if nothing was seen. */
    public static Optional<Row> row(String group, String name, Verdict verdict) {
        if (verdict instanceof Verdict.Shown shown) {
            Kind kind = shown.ratio() > 1 ? Kind.LEFT : Kind.RIGHT;
            return Optional.of(new Row(group, name, kind, ratio(shown.ratio(), shown.interval()), shown.disturbed()));
        }
        if (verdict instanceof Verdict.NoDifference none) {
            return Optional.of(new Row(group, name, Kind.EVEN, ratio(none.ratio(), none.interval()), none.disturbed()));
        }
        return ((Verdict.Withheld) verdict)
                .seen()
                .map(seen -> new Row(group, name, Kind.SEEN, ratio(seen.ratio(), seen.interval()), false));
    }

    private static Ratio ratio(double value, Interval interval) {
        return new Ratio(value, interval.low(), interval.high());
    }

    /** AF_UNIX to the left and TCP to the right: all comparisons if they are few, else the first of each load. */
    public static Forest of(SavedReport report) {
        List<Row> all = report.mainAnswers().stream()
                .flatMap(answer -> row(answer).stream())
                .toList();
        List<Row> rows = all.size() <= MOST_ROWS ? all : firstOfEachGroup(all);
        return new Forest("AF_UNIX", "TCP", rows, rows.size() < all.size());
    }

    private static Optional<Row> row(SavedAnswer answer) {
        return answer.unixToTcpSeen()
                .map(ratio -> new Row(answer.load(), answer.implementation(), kind(answer), ratio, answer.disturbed()));
    }

    private static Kind kind(SavedAnswer answer) {
        if (answer.ratio().isEmpty()) {
            return Kind.SEEN;
        }
        if (!answer.shown()) {
            return Kind.EVEN;
        }
        return answer.unixWins() ? Kind.LEFT : Kind.RIGHT;
    }

    private static List<Row> firstOfEachGroup(List<Row> rows) {
        Set<String> seen = new HashSet<>();
        List<Row> first = new ArrayList<>();
        for (Row row : rows) {
            if (seen.add(row.group())) {
                first.add(row);
            }
        }
        return first;
    }

    /** The name that all rows have, if each group has one row only; else empty. */
    public Optional<String> sharedName() {
        List<String> names = rows.stream().map(Row::name).distinct().toList();
        long groups = rows.stream().map(Row::group).distinct().count();
        return names.size() == 1 && groups == rows.size() ? Optional.of(names.get(0)) : Optional.empty();
    }

    /** Says so where it leaves comparisons out; else empty. */
    public String leftOut() {
        return shortened ? "One for each load; all comparisons stand below. " : "";
    }

    /** The ratio at both ends: twice as fast at least, and as much as three rows of four need; the others are cut. */
    public double extent() {
        double[] furthest = rows.stream()
                .mapToDouble(row ->
                        Math.max(row.ratio().high(), 1 / Math.max(row.ratio().low(), 1 / WIDEST)))
                .sorted()
                .toArray();
        double needed = furthest.length == 0 ? 1 : furthest[(3 * furthest.length + 3) / 4 - 1];
        double extent = 2;
        while (extent < WIDEST && extent < needed) {
            extent *= 2;
        }
        return extent;
    }

    /** The place of a ratio from 0, the left end, to 1; what lies beyond is cut. */
    public double place(double ratio) {
        double share = 0.5 - Math.log(Math.max(ratio, 1 / (WIDEST * WIDEST))) / Math.log(extent()) / 2;
        return Math.min(1, Math.max(0, share));
    }
}
