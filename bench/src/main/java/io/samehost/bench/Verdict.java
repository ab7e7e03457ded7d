package io.samehost.bench;

import io.samehost.bench.Statistics.Interval;
import java.util.List;
import java.util.Locale;

/** What the runs of two transports say about which is faster. */
sealed interface Verdict {

    /** Fewer rounds give an interval that means little. */
    int FEWEST_ROUNDS = 5;

    /** More disturbed runs than one in this many, and the figures say more about the neighbours than about sockets. */
    int ONE_IN = 5;

    /** {@code ratio} times as fast, and the interval says so too; a ratio under 1 means slower. */
    record Shown(double ratio, Interval interval) implements Verdict {}

    /** The interval covers 1: chance alone could have made the difference. */
    record NoDifference(double ratio, Interval interval) implements Verdict {}

    /** The figures must not be compared. */
    record Withheld(String reason) implements Verdict {}

    /** One run as the verdict sees it: the higher the speed the better, in a unit that both sides share. */
    record Sample(int round, double speed, boolean disturbed) {}

    /** Judges how many times as fast {@code left} is as {@code right}, from the rounds that measured both. */
    static Verdict of(List<Sample> left, List<Sample> right) {
        List<Sample[]> rounds = left.stream()
                .flatMap(one -> right.stream()
                        .filter(other -> other.round() == one.round())
                        .map(other -> new Sample[] {one, other}))
                .toList();
        if (rounds.size() < FEWEST_ROUNDS) {
            return new Withheld("too few runs: runs=" + rounds.size() + " needed=" + FEWEST_ROUNDS);
        }
        long disturbed = rounds.stream()
                .filter(pair -> pair[0].disturbed() || pair[1].disturbed())
                .count();
        if (disturbed * ONE_IN > rounds.size()) {
            return new Withheld(
                    "the machine was busy with other work: disturbedRuns=" + disturbed + " runs=" + rounds.size());
        }
        return judge(speeds(rounds, 0), speeds(rounds, 1));
    }

    private static Verdict judge(double[] left, double[] right) {
        double ratio = Statistics.ratioOfMedians(left, right);
        Interval interval = Statistics.bootstrapRatio(left, right);
        return interval.covers(1.0) ? new NoDifference(ratio, interval) : new Shown(ratio, interval);
    }

    private static double[] speeds(List<Sample[]> rounds, int side) {
        return rounds.stream().mapToDouble(pair -> pair[side].speed()).toArray();
    }

    /** The answer in words, the faster one first. */
    default String words(String left, String right) {
        if (this instanceof Shown shown) {
            return shown.ratio() >= 1
                    ? faster(left, right, shown.ratio(), shown.interval())
                    : faster(right, left, 1 / shown.ratio(), inverse(shown.interval()));
        }
        if (this instanceof NoDifference none) {
            return String.format(
                    Locale.ROOT, "no difference shown between %s and %s %s", left, right, range(none.interval()));
        }
        return "verdict withheld between " + left + " and " + right + ", " + ((Withheld) this).reason();
    }

    private static String faster(String winner, String other, double ratio, Interval interval) {
        return String.format(Locale.ROOT, "%s %.2fx %s as fast as %s", winner, ratio, range(interval), other);
    }

    private static Interval inverse(Interval interval) {
        return new Interval(1 / interval.high(), 1 / interval.low());
    }

    private static String range(Interval interval) {
        return String.format(Locale.ROOT, "[%.2f-%.2f]", interval.low(), interval.high());
    }
}
