package io.samehost.bench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureTest {

    @Test
    void isTheMedianBetweenTheExtremes() {
        Figure figure = Figure.of("call", new double[] {9, 1, 3}, "us");
        assertEquals(List.of("call", "3.00", "[1.00-9.00]", "us", "", ""), figure.cells());
    }

    @Test
    void aRatioIsOfTheMedians() {
        Figure figure = Figure.ratio("beside", new double[] {2, 4, 6}, new double[] {1, 2, 3});
        assertEquals(2, figure.value());
        assertTrue(figure.interval().covers(2), figure::toString);
    }

    @Test
    void reachingAnUpperLimitBreaksIt() {
        Figure figure = Figure.of("start", new double[] {60}, "MiB");
        assertFalse(figure.under(60).holds());
        assertTrue(figure.under(61).holds());
        assertEquals(
                List.of("start", "60.0", "[60.0-60.0]", "MiB", "< 60.0", "no"),
                figure.under(60).cells());
    }

    @Test
    void reachingALowerLimitKeepsIt() {
        Figure figure = Figure.of("calls", new double[] {1}, "x");
        assertTrue(figure.from(1).holds());
        assertFalse(figure.from(1.5).holds());
    }

    @Test
    void withoutALimitItHolds() {
        assertTrue(Figure.of("call", new double[] {1}, "us").holds());
    }
}
