package io.samehost.bench.result;

import io.samehost.bench.result.Statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The answer that the runs of two transports give: which one is faster. */
public sealed interface Verdict {

    /** Stands behind an interval that spans rounds which were disturbed. */
    String MARK = "*";

    /** The answer in words, the faster one first. */
    String words(String left, String right);

    /**
     * {@code left} is {@code ratio} times as fast, and the interval says so too; a ratio under 1 means slower.
     *
     * @param disturbed true if too few rounds were quiet: the ratio is that of the quiet ones, if there are any, and the
     *     interval spans every round
     */
    record Shown(double ratio, Interval interval, boolean disturbed) implements Verdict {
        Shown(double ratio, Interval interval) {
            this(ratio, interval, false);
        }

        @Override
        public String words(String left, String right) {
            return fasterFirst(ratio, interval, disturbed ? MARK : "", left, right);
        }
    }

    /** The interval covers 1: chance alone could have made the difference. */
    record NoDifference(double ratio, Interval interval, boolean disturbed) implements Verdict {
        NoDifference(double ratio, Interval interval) {
            this(ratio, interval, false);
        }

        @Override
        public String words(String left, String right) {
            return sentence(ratio, interval, disturbed ? MARK : "", left, right) + ": no difference shown";
        }
    }

    /** The ratio of rounds that give no verdict, and from where to where they went. */
    record Seen(double ratio, Interval interval) {}

    /**
     * The figures must not be compared.
     *
     * @param seen what was measured nevertheless; empty if no round measured both
     */
    record Withheld(Why why, int rounds, int needed, Optional<Seen> seen) implements Verdict {

        /** The fault of the rounds. */
        public enum Why {
            TOO_FEW,
            /** An open loop could not send what it had planned. */
            RATE_MISSED
        }

        @Override
        public String words(String left, String right) {
            return seen.map(what -> "no verdict, seen: " + fasterFirst(what.ratio(), what.interval(), "", left, right))
                    .orElse("no verdict on " + left + " and " + right);
        }

        /** The reason, which many rows may share. */
        public String reason() {
            return switch (why) {
                case TOO_FEW -> "too few rounds measured both: rounds=" + rounds + " needed=" + needed;
                case RATE_MISSED -> "the client could not keep the rate: keptRounds=" + rounds + " needed=" + needed;
            };
        }
    }

    /** One run as the verdict sees it: the higher the speed the better, in a unit that both sides share. */
    record Sample(int round, double speed, boolean disturbed, boolean rateMissed) {
        Sample(int round, double speed, boolean disturbed) {
            this(round, speed, disturbed, false);
        }
    }

    /** One round that measured both. */
    record Pair(Sample left, Sample right) {
        public boolean disturbed() {
            return left.disturbed() || right.disturbed();
        }

        boolean rateMissed() {
            return left.rateMissed() || right.rateMissed();
        }
    }

    /** The rounds that measured both. */
    static List<Pair> pairs(List<Sample> left, List<Sample> right) {
        return left.stream()
                .flatMap(one -> right.stream()
                        .filter(other -> other.round() == one.round())
                        .map(other -> new Pair(one, other)))
                .toList();
    }

    /** Judges how many times as fast {@code left} is as {@code right}, from the rounds that measured both. */
    static Verdict of(List<Sample> left, List<Sample> right) {
        List<Pair> pairs = pairs(left, right);
        if (pairs.size() < Quiet.FEWEST_ROUNDS) {
            return new Withheld(Withheld.Why.TOO_FEW, pairs.size(), Quiet.FEWEST_ROUNDS, seen(pairs));
        }
        List<Pair> counted = Quiet.counted(pairs, Pair::disturbed);
        int needed = counted.size() - counted.size() / Quiet.ONE_IN;
        int kept = (int) counted.stream().filter(pair -> !pair.rateMissed()).count();
        if (kept < needed) {
            return new Withheld(Withheld.Why.RATE_MISSED, kept, needed, seen(counted));
        }
        return Quiet.isEnough(pairs, Pair::disturbed) ? judge(counted) : judgeDisturbed(pairs);
    }

    private static Verdict judge(List<Pair> pairs) {
        double[] ratios = ratios(pairs);
        double ratio = Statistics.median(ratios);
        Interval interval = Statistics.medianInterval(ratios);
        return interval.covers(1.0) ? new NoDifference(ratio, interval) : new Shown(ratio, interval);
    }

    /**
     * Both sides of a round are measured next to each other and take turns in being first, so that what disturbs one may
     * as well disturb the other: if nothing but chance made the difference, all of five rounds or more would lie on one side
     * in no more than 2 of 32 cases. That is all that is claimed, so no round is left out of the interval.
     */
    private static Verdict judgeDisturbed(List<Pair> pairs) {
        List<Pair> quiet = pairs.stream().filter(pair -> !pair.disturbed()).toList();
        double ratio = Statistics.median(ratios(quiet.isEmpty() ? pairs : quiet));
        Interval interval = Statistics.extremes(ratios(pairs));
        return interval.covers(1.0) ? new NoDifference(ratio, interval, true) : new Shown(ratio, interval, true);
    }

    private static Optional<Seen> seen(List<Pair> pairs) {
        double[] ratios = ratios(pairs);
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Seen(Statistics.median(ratios), Statistics.extremes(ratios)));
    }

    private static double[] ratios(List<Pair> pairs) {
        return Statistics.ratios(
                pairs.stream().mapToDouble(pair -> pair.left().speed()).toArray(),
                pairs.stream().mapToDouble(pair -> pair.right().speed()).toArray());
    }

    private static String fasterFirst(double ratio, Interval interval, String mark, String left, String right) {
        return ratio >= 1
                ? sentence(ratio, interval, mark, left, right)
                : sentence(1 / ratio, interval.inverse(), mark, right, left);
    }

    private static String sentence(double ratio, Interval interval, String mark, String winner, String other) {
        return String.format(Locale.ROOT, "%s %.2fx %s%s as fast as %s", winner, ratio, interval, mark, other);
    }
}
