package io.samehost.bench.result;

import io.samehost.bench.result.Statistics.Interval;
import java.util.List;
import java.util.Locale;

/** The answer that the runs of two transports give: which one is faster. */
public sealed interface Verdict {

    /** Fewer rounds give an interval that means little. */
    int FEWEST_ROUNDS = 5;

    /** More disturbed rounds than one in this many, and the figures say more about the neighbours than about sockets. */
    int ONE_IN = 5;

    /** The answer in words, the faster one first. */
    String words(String left, String right);

    /** {@code left} is {@code ratio} times as fast, and the interval says so too; a ratio under 1 means slower. */
    record Shown(double ratio, Interval interval) implements Verdict {
        @Override
        public String words(String left, String right) {
            return ratio >= 1 ? sentence(left, right) : new Shown(1 / ratio, interval.inverse()).sentence(right, left);
        }

        private String sentence(String winner, String other) {
            return String.format(Locale.ROOT, "%s %.2fx %s as fast as %s", winner, ratio, interval, other);
        }
    }

    /** The interval covers 1: chance alone could have made the difference. */
    record NoDifference(double ratio, Interval interval) implements Verdict {
        @Override
        public String words(String left, String right) {
            return new Shown(ratio, interval).sentence(left, right) + ": no difference shown";
        }
    }

    /** The figures must not be compared. */
    record Withheld(Why why, int rounds, int needed) implements Verdict {

        /** The fault of the rounds. */
        public enum Why {
            TOO_FEW,
            BUSY,
            /** An open loop could not send what it had planned. */
            RATE_MISSED
        }

        @Override
        public String words(String left, String right) {
            return "no verdict on " + left + " and " + right + ", " + reason();
        }

        String reason() {
            return switch (why) {
                case TOO_FEW -> "too few rounds measured both: rounds=" + rounds + " needed=" + needed;
                case RATE_MISSED -> "the client could not keep the rate: keptRounds=" + rounds + " needed=" + needed;
                case BUSY ->
                    "other programs or the hypervisor took processor time: quietRounds=" + rounds + " needed=" + needed;
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
        boolean disturbed() {
            return left.disturbed() || right.disturbed();
        }

        boolean rateMissed() {
            return left.rateMissed() || right.rateMissed();
        }
    }

    /** Judges how many times as fast {@code left} is as {@code right}, from the rounds that measured both. */
    static Verdict of(List<Sample> left, List<Sample> right) {
        List<Pair> pairs = left.stream()
                .flatMap(one -> right.stream()
                        .filter(other -> other.round() == one.round())
                        .map(other -> new Pair(one, other)))
                .toList();
        if (pairs.size() < FEWEST_ROUNDS) {
            return new Withheld(Withheld.Why.TOO_FEW, pairs.size(), FEWEST_ROUNDS);
        }
        int quiet = (int) pairs.stream().filter(pair -> !pair.disturbed()).count();
        int needed = pairs.size() - pairs.size() / ONE_IN;
        if (quiet < needed) {
            return new Withheld(Withheld.Why.BUSY, quiet, needed);
        }
        int kept = (int) pairs.stream().filter(pair -> !pair.rateMissed()).count();
        if (kept < needed) {
            return new Withheld(Withheld.Why.RATE_MISSED, kept, needed);
        }
        return judge(
                pairs.stream().mapToDouble(pair -> pair.left().speed()).toArray(),
                pairs.stream().mapToDouble(pair -> pair.right().speed()).toArray());
    }

    private static Verdict judge(double[] left, double[] right) {
        double[] ratios = Statistics.ratios(left, right);
        double ratio = Statistics.median(ratios);
        Interval interval = Statistics.medianInterval(ratios);
        return interval.covers(1.0) ? new NoDifference(ratio, interval) : new Shown(ratio, interval);
    }
}
