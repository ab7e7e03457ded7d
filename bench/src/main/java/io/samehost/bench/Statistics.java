package io.samehost.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** The arithmetic behind a verdict: pure, and with a fixed seed, so that the same runs always give the same answer. */
final class Statistics {
    private static final int RESAMPLES = 10_000;
    private static final double CONFIDENCE = 0.95;

    /** Any constant does; that it never changes makes a report repeatable from its runs. */
    private static final long SEED = 3490;

    private Statistics() {}

    /** The ends of an interval, both included. */
    record Interval(double low, double high) {
        boolean covers(double value) {
            return low <= value && value <= high;
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

    /** @throws IllegalArgumentException if there are no values */
    static double median(double[] values) {
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
     * A 95 % interval of the ratio of medians, by resampling whole rounds: {@code numerators[i]} and
     * {@code denominators[i]} were measured next to each other and stay together, so what troubled both cancels out.
     * With five rounds it is about as wide as the extremes of the ratio.
     */
    static Interval bootstrapRatio(double[] numerators, double[] denominators) {
        if (numerators.length != denominators.length) {
            throw new IllegalArgumentException(
                    "rounds are not paired: numerators=" + numerators.length + " denominators=" + denominators.length);
        }
        Random random = new Random(SEED);
        int rounds = numerators.length;
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            int[] drawn = draw(random, rounds);
            ratios[i] = ratioOfMedians(pick(numerators, drawn), pick(denominators, drawn));
        }
        return confident(ratios);
    }

    /** The same of runs that have nothing to do with each other, as those of two sessions: each side is drawn alone. */
    static Interval bootstrapUnpairedRatio(double[] numerators, double[] denominators) {
        Random random = new Random(SEED);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = ratioOfMedians(
                    pick(numerators, draw(random, numerators.length)),
                    pick(denominators, draw(random, denominators.length)));
        }
        return confident(ratios);
    }

    private static int[] draw(Random random, int rounds) {
        return IntStream.generate(() -> random.nextInt(rounds)).limit(rounds).toArray();
    }

    /** Sorts {@code ratios}. */
    private static Interval confident(double[] ratios) {
        Arrays.sort(ratios);
        double tail = (1 - CONFIDENCE) / 2;
        return new Interval(quantile(ratios, tail), quantile(ratios, 1 - tail));
    }

    private static double[] pick(double[] values, int[] drawn) {
        return Arrays.stream(drawn).mapToDouble(index -> values[index]).toArray();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
