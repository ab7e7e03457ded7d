package io.samehost.bench.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.result.Statistics.Interval;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatisticsTest {
    private static final int DRAWS = 4_000;

    @Test
    void medianOfAnOddCountIsTheMiddleValue() {
        assertEquals(3, Statistics.median(new double[] {9, 1, 3}));
    }

    @Test
    void medianOfAnEvenCountIsBetweenTheMiddleValues() {
        assertEquals(2.5, Statistics.median(new double[] {4, 1, 2, 3}));
    }

    @Test
    void medianLeavesItsInputInOrder() {
        double[] values = {9, 1, 3};
        Statistics.median(values);
        assertArrayEquals(new double[] {9, 1, 3}, values);
    }

    @Test
    void medianOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Statistics.median(new double[0]));
    }

    @Test
    void ratioIsOfMediansSoOneWildRunDoesNotMoveIt() {
        assertEquals(2, Statistics.ratioOfMedians(new double[] {20, 20, 9_000}, new double[] {10, 10, 10}));
    }

    @Test
    void intervalOfRoundsThatAgreeIsAPoint() {
        assertEquals(new Interval(6, 6), Statistics.medianInterval(new double[] {6, 6, 6, 6, 6}));
    }

    @Test
    void whatSlowsBothSidesOfARoundCancelsOut() {
        double[] left = {20, 10, 40, 30, 50};
        double[] right = {10, 5, 20, 15, 25};
        assertEquals(new Interval(2, 2), Statistics.medianInterval(Statistics.ratios(left, right)));
    }

    @Test
    void fiveToEightRunsHaveAllOfThemInTheInterval() {
        assertEquals(new Interval(1, 5), Statistics.medianInterval(new double[] {3, 1, 5, 2, 4}));
        assertEquals(new Interval(1, 8), Statistics.medianInterval(new double[] {1, 2, 3, 4, 5, 6, 7, 8}));
    }

    @Test
    void ofNineTheExtremesAreLeftOut() {
        assertEquals(new Interval(2, 8), Statistics.medianInterval(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
    }

    /** The critical values that tables of the rank sum test have for 5 % on two sides: 2, 5 and 13. */
    @ParameterizedTest
    @CsvSource({"5, 2", "6, 5", "8, 13"})
    void unpairedRunsLeaveOutWhatTheRankSumTestDoes(int runs, int skipped) {
        double[] left =
                IntStream.rangeClosed(1, runs).mapToDouble(i -> i * 100 + i * i).toArray();
        double[] right =
                IntStream.rangeClosed(1, runs).mapToDouble(i -> 1000 + i).toArray();
        double[] sorted = Statistics.allRatios(left, right);
        Arrays.sort(sorted);
        assertEquals(
                new Interval(sorted[skipped], sorted[sorted.length - 1 - skipped]),
                Statistics.unpairedInterval(left, right));
    }

    @ParameterizedTest
    @CsvSource({"5, false, 0.93", "5, true, 0.93", "6, false, 0.95", "6, true, 0.95", "12, true, 0.95", "30, true, 0.95"
    })
    void theIntervalHoldsTheMedianAsOftenAsItSays(int runs, boolean twoHeaps, double atLeast) {
        Random random = new Random(3490);
        double median = Statistics.median(runs(random, 100_001, twoHeaps));
        long hits = IntStream.range(0, DRAWS)
                .filter(i ->
                        Statistics.medianInterval(runs(random, runs, twoHeaps)).covers(median))
                .count();
        assertTrue(hits >= atLeast * DRAWS, () -> "hits=" + hits);
    }

    @ParameterizedTest
    @CsvSource({"5, false", "5, true", "10, true", "30, false"})
    void theUnpairedIntervalHoldsTheFactorAsOftenAsItSays(int runs, boolean twoHeaps) {
        Random random = new Random(3490);
        long hits = IntStream.range(0, DRAWS)
                .filter(i -> Statistics.unpairedInterval(
                                Arrays.stream(runs(random, runs, twoHeaps))
                                        .map(run -> 1.5 * run)
                                        .toArray(),
                                runs(random, runs, twoHeaps))
                        .covers(1.5))
                .count();
        assertTrue(hits >= 0.95 * DRAWS, () -> "hits=" + hits);
    }

    /** Speeds that differ by a tenth, or in three of ten runs tenfold: the processes then share a processor. */
    private static double[] runs(Random random, int runs, boolean twoHeaps) {
        return IntStream.range(0, runs)
                .mapToDouble(i -> Math.exp(random.nextGaussian() / 10) * (twoHeaps && random.nextInt(10) < 3 ? 10 : 1))
                .toArray();
    }

    @Test
    void roundsWithoutAPartnerAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Statistics.ratios(new double[] {1, 2}, new double[] {1}));
    }
}
