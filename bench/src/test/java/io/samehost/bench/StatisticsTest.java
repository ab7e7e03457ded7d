package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.Statistics.Interval;
import org.junit.jupiter.api.Test;

final class StatisticsTest {

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
        Interval interval = Statistics.bootstrapRatio(new double[] {6, 6, 6, 6, 6}, new double[] {4, 4, 4, 4, 4});
        assertEquals(new Interval(1.5, 1.5), interval);
    }

    @Test
    void whatSlowsBothSidesOfARoundCancelsOut() {
        double[] left = {20, 10, 40, 30, 50};
        double[] right = {10, 5, 20, 15, 25};
        assertEquals(new Interval(2, 2), Statistics.bootstrapRatio(left, right));
    }

    @Test
    void intervalIsTheSameEachTime() {
        double[] left = {1.1, 1.3, 0.9, 1.2, 1.0};
        double[] right = {1.0, 1.1, 1.0, 0.9, 1.05};
        assertEquals(Statistics.bootstrapRatio(left, right), Statistics.bootstrapRatio(left, right));
    }

    @Test
    void intervalHoldsTheRatioItself() {
        double[] left = {1.1, 1.3, 0.9, 1.2, 1.0};
        double[] right = {1.0, 1.1, 1.0, 0.9, 1.05};
        Interval interval = Statistics.bootstrapRatio(left, right);
        assertTrue(interval.covers(Statistics.ratioOfMedians(left, right)), interval::toString);
    }

    @Test
    void roundsWithoutAPartnerAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> Statistics.bootstrapRatio(new double[] {1, 2}, new double[] {1}));
    }
}
