package io.samehost.bench.result;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The arithmetic behind a verdict: pure, so that the same runs always give the same answer.
 *
 * <p>Runs are few, and on a machine with few processors their speeds fall into two heaps: the scheduler puts both processes
 * of a pair on one processor, or each on its own, and a message then takes 5 or 50 microseconds. No bell curve describes that,
 * and a bootstrap of five runs has nothing to draw from but these five. So the intervals here are order statistics, which
 * hold for any distribution: the true median lies between the smallest and the largest of five runs in 93.75 of 100 cases,
 * and of six in 96.9, since it is missed only if all runs fall on one side of it, which has a chance of 2 in 2^n (Conover,
 * Practical Nonparametric Statistics; the test counts it on made-up runs of one heap and of two). A bootstrap of the median
 * ends at the same extremes with five runs, and its 95 % interval holds it in 88 to 93 of 100 cases with six to ten.
 */
public final class Statistics {
    private static final double CONFIDENCE = 0.95;

    /** Beyond so many runs the normal distribution is as good as counting. */
    private static final int COUNTED_RUNS = 20;

    /** The quantile of the normal distribution for {@link #CONFIDENCE}. */
    private static final double DEVIATIONS = 1.96;

    private Statistics() {}

    /** The ends of an interval, both included. */
    public record Interval(double low, double high) {
        public boolean covers(double value) {
            return low <= value && value <= high;
        }

        public boolean overlaps(Interval other) {
            return low <= other.high && other.low <= high;
        }

        /** The interval of a ratio seen from the other side. */
        Interval inverse() {
            return new Interval(1 / high, 1 / low);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "[%.2f-%.2f]", low, high);
        }
    }

    /**
     * The middle value, or the mean of the middle two.
     *
     * @throws IllegalArgumentException if there are no values
     */
    public static double median(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("median of nothing");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double ratioOfMedians(double[] numerators, double[] denominators) {
        return median(numerators) / median(denominators);
    }

    /**
     * The interval that holds the median of all runs that could have been made. At least 95 % sure, or all of the
     * values where there are too few for that.
     */
    public static Interval medianInterval(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int skipped = skipped(sorted.length);
        return new Interval(sorted[skipped], sorted[sorted.length - 1 - skipped]);
    }

    /** From the lowest value to the highest. */
    static Interval extremes(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Interval(sorted[0], sorted[sorted.length - 1]);
    }

    /** The number of values at each end that lie outside of the interval of the median. */
    private static int skipped(int runs) {
        if (runs > COUNTED_RUNS) {
            return beyond(runs / 2.0, Math.sqrt(runs) / 2);
        }
        double[] chances = new double[runs + 1];
        chances[0] = Math.pow(2, -runs);
        for (int below = 1; below <= runs; below++) {
            chances[below] = chances[below - 1] * (runs - below + 1) / below;
        }
        return outside(chances);
    }

    /**
     * The ratio of each round: {@code numerators[i]} and {@code denominators[i]} were measured next to each other and stay
     * together, so what troubled both cancels out.
     */
    public static double[] ratios(double[] numerators, double[] denominators) {
        if (numerators.length != denominators.length) {
            throw new IllegalArgumentException(
                    "rounds are not paired: numerators=" + numerators.length + " denominators=" + denominators.length);
        }
        return IntStream.range(0, numerators.length)
                .mapToDouble(i -> numerators[i] / denominators[i])
                .toArray();
    }

    /**
     * Each numerator by each denominator: their median is how runs that have nothing to do with each other compare, as
     * those of two sessions (the estimate of Hodges and Lehmann, of a factor).
     */
    public static double[] allRatios(double[] numerators, double[] denominators) {
        return Arrays.stream(numerators)
                .flatMap(numerator -> Arrays.stream(denominators).map(denominator -> numerator / denominator))
                .toArray();
    }

    /**
     * The interval that belongs to {@link #allRatios}: the factors that a rank sum test (Wilcoxon, Mann and Whitney) would
     * not reject. At least 95 % sure from four runs on each side, whatever the distribution, if both have the same but for
     * a factor.
     */
    public static Interval unpairedInterval(double[] numerators, double[] denominators) {
        double[] sorted = allRatios(numerators, denominators);
        Arrays.sort(sorted);
        int skipped = skipped(numerators.length, denominators.length);
        return new Interval(sorted[skipped], sorted[sorted.length - 1 - skipped]);
    }

    private static int skipped(int left, int right) {
        double pairs = (double) left * right;
        if (Math.max(left, right) > COUNTED_RUNS) {
            return beyond(pairs / 2, Math.sqrt(pairs * (left + right + 1) / 12));
        }
        double[] chances = rankSums(left, right);
        double all = Arrays.stream(chances).sum();
        return outside(Arrays.stream(chances).map(count -> count / all).toArray());
    }

    /** In how many orders of all runs so many pairs have the left one first: the coefficients of a Gaussian binomial. */
    private static double[] rankSums(int left, int right) {
        double[] counts = new double[left * right + 1];
        counts[0] = 1;
        for (int i = 1; i <= right; i++) {
            for (int sum = counts.length - 1; sum >= left + i; sum--) {
                counts[sum] -= counts[sum - left - i];
            }
            for (int sum = i; sum < counts.length; sum++) {
                counts[sum] += counts[sum - i];
            }
        }
        return counts;
    }

    /** The number of lowest outcomes, and of highest ones, that are together so rare that they may be left out. */
    private static int outside(double[] chances) {
        int outcomes = 0;
        double tail = chances[0];
        while (2 * (tail + chances[outcomes + 1]) <= 1 - CONFIDENCE) {
            outcomes++;
            tail += chances[outcomes];
        }
        return outcomes;
    }

    private static int beyond(double mean, double deviation) {
        return Math.max(0, (int) Math.floor(mean - DEVIATIONS * deviation) - 1);
    }
}
