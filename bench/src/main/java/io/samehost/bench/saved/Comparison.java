package io.samehost.bench.saved;

import io.samehost.bench.result.Quiet;
import io.samehost.bench.result.Statistics;
import io.samehost.bench.result.Statistics.Interval;
import io.samehost.bench.saved.SavedResults.SavedRun;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The changes between two results, beyond noise: the interval of the ratio of their speeds, over runs, lies as a whole
 * more than {@code tolerance} away from 1. Runs of two sessions are not paired, and an hour between them changes a machine
 * more than a minute does; the tolerance is for that.
 */
public record Comparison(List<Change> changes, Overlap overlap) {

    /** The fate of a row. */
    public enum Kind {
        SLOWER,
        FASTER,
        /** The interval reaches into the tolerance. */
        SAME,
        /** Too few runs on a side, too busy a machine or a missed rate. */
        NOT_JUDGED,
        /** It is in one of the results only. */
        NOT_IN_BOTH
    }

    /**
     * Says how well two runs of the same code agree: of the rows with runs enough in both results, those in which the
     * intervals of the two overlap, however busy the machine was.
     */
    public record Overlap(int rows, int all) {
        private static Overlap of(SavedResults before, SavedResults after) {
            List<Scenario> both = before.rows().keySet().stream()
                    .filter(scenario -> hasRunsEnough(before, scenario) && hasRunsEnough(after, scenario))
                    .toList();
            long rows = both.stream()
                    .filter(scenario -> interval(before, scenario).overlaps(interval(after, scenario)))
                    .count();
            return new Overlap((int) rows, both.size());
        }

        private static boolean hasRunsEnough(SavedResults results, Scenario scenario) {
            return results.rows().getOrDefault(scenario, List.of()).size() >= Quiet.FEWEST_ROUNDS;
        }

        private static Interval interval(SavedResults results, Scenario scenario) {
            return Statistics.medianInterval(speeds(results.rows().get(scenario)));
        }

        public String words() {
            return "intervals of old and new overlap in " + rows + " of " + all + " rows";
        }
    }

    /**
     * One row.
     *
     * @param ratio new speed by old speed; 1 where it is not judged, and so its interval
     * @param oldNanos median latency before and after, for people; 0 where there is none
     */
    public record Change(
            Scenario scenario,
            Kind kind,
            double ratio,
            Interval interval,
            double oldNanos,
            double newNanos,
            String why) {

        private static Change without(Scenario scenario, Kind kind, String why) {
            return new Change(scenario, kind, 1, new Interval(1, 1), 0, 0, why);
        }

        public String words() {
            return switch (kind) {
                case SLOWER, FASTER, SAME ->
                    String.format(
                            Locale.ROOT,
                            "%s: %s: %.2fx %s as fast, p50 %.2f us became %.2f us",
                            word(),
                            scenario,
                            ratio,
                            interval,
                            oldNanos / 1000,
                            newNanos / 1000);
                case NOT_JUDGED, NOT_IN_BOTH -> word() + ": " + scenario + ": " + why;
            };
        }

        private String word() {
            return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Compares all rows.
     *
     * @param tolerance such as 0.05
     * @param evenIfBusy judges rows too whose runs were disturbed, or are too few
     */
    public static Comparison of(SavedResults before, SavedResults after, double tolerance, boolean evenIfBusy) {
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<Scenario, List<SavedRun>> row : before.rows().entrySet()) {
            Scenario scenario = row.getKey();
            if (after.rows().containsKey(scenario)) {
                changes.add(change(scenario, row.getValue(), after.rows().get(scenario), tolerance, evenIfBusy));
            } else {
                changes.add(Change.without(scenario, Kind.NOT_IN_BOTH, "in the old result only"));
            }
        }
        for (Scenario scenario : after.rows().keySet()) {
            if (!before.rows().containsKey(scenario)) {
                changes.add(Change.without(scenario, Kind.NOT_IN_BOTH, "in the new result only"));
            }
        }
        return new Comparison(changes, Overlap.of(before, after));
    }

    private static Change change(
            Scenario scenario, List<SavedRun> before, List<SavedRun> after, double tolerance, boolean evenIfBusy) {
        String problem = problem(before, after, evenIfBusy);
        if (!problem.isEmpty()) {
            return Change.without(scenario, Kind.NOT_JUDGED, problem);
        }
        double[] oldSpeeds = speeds(before);
        double[] newSpeeds = speeds(after);
        Interval interval = Statistics.unpairedInterval(newSpeeds, oldSpeeds);
        Kind kind = interval.high() < 1 - tolerance
                ? Kind.SLOWER
                : interval.low() > 1 + tolerance ? Kind.FASTER : Kind.SAME;
        double ratio = Statistics.median(Statistics.allRatios(newSpeeds, oldSpeeds));
        return new Change(scenario, kind, ratio, interval, medianNanos(before), medianNanos(after), "");
    }

    /** Why a row cannot be judged; empty if it can. */
    private static String problem(List<SavedRun> before, List<SavedRun> after, boolean evenIfBusy) {
        int needed = evenIfBusy ? 1 : Quiet.FEWEST_ROUNDS;
        if (Math.min(before.size(), after.size()) < needed) {
            return "too few runs: old=" + before.size() + " new=" + after.size() + " needed=" + needed;
        }
        if (!evenIfBusy && (mostlyBad(before) || mostlyBad(after))) {
            return "too many runs were disturbed, or could not keep the rate";
        }
        return "";
    }

    private static boolean mostlyBad(List<SavedRun> runs) {
        long bad = runs.stream()
                .filter(run -> run.sample().disturbed() || run.sample().rateMissed())
                .count();
        return bad > runs.size() / Quiet.ONE_IN;
    }

    private static double[] speeds(List<SavedRun> runs) {
        return runs.stream().mapToDouble(run -> run.sample().speed()).toArray();
    }

    private static double medianNanos(List<SavedRun> runs) {
        return Statistics.median(runs.stream().mapToDouble(SavedRun::p50Nanos).toArray());
    }

    public List<Change> of(Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).toList();
    }

    /** For each transport with a row that changed, in how many: what all of its rows share is seen here. */
    public List<String> byTransport() {
        List<String> lines = new ArrayList<>();
        Map<MeasuredTransport, List<Change>> judged = changes.stream()
                .filter(change -> change.kind() != Kind.NOT_JUDGED && change.kind() != Kind.NOT_IN_BOTH)
                .collect(Collectors.groupingBy(change -> change.scenario().transport()));
        for (MeasuredTransport transport : MeasuredTransport.values()) {
            List<Change> rows = judged.getOrDefault(transport, List.of());
            for (Kind kind : List.of(Kind.SLOWER, Kind.FASTER)) {
                List<Change> changed =
                        rows.stream().filter(change -> change.kind() == kind).toList();
                if (!changed.isEmpty()) {
                    lines.add(summary(transport, kind, changed, rows.size()));
                }
            }
        }
        return lines;
    }

    private static String summary(MeasuredTransport transport, Kind kind, List<Change> changed, int rows) {
        double micros = Statistics.median(changed.stream()
                        .mapToDouble(change -> change.newNanos() - change.oldNanos())
                        .toArray())
                / 1000;
        return String.format(
                Locale.ROOT,
                "%s is %s in %d of %d rows; median latency changed by %+.1f us in the middle one of them",
                transport.label(),
                kind.name().toLowerCase(Locale.ROOT),
                changed.size(),
                rows,
                micros);
    }
}
