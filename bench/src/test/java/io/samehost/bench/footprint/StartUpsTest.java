package io.samehost.bench.footprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.footprint.StartUps.Round;
import io.samehost.bench.footprint.ToolStarts.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StartUpsTest {
    private static final long MILLI = 1_000_000;

    /** Of an empty JVM that took 100, 200 and 100 ms. */
    private final List<Figure> figures = StartUps.figures(List.of(
            round(100, new Times(500 * MILLI, 200 * MILLI)),
            round(200, new Times(1200 * MILLI, 500 * MILLI)),
            round(100, new Times(700 * MILLI, 300 * MILLI))));

    private static Round round(long emptyMillis, Times tool) {
        return new Round(emptyMillis * MILLI, MILLI, MILLI, MILLI, 1, tool);
    }

    private Figure figure(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aToolsStartsAreTheMediansOfTheRounds() {
        assertEquals(700, figure("tool, cold, no class archive, to its exit").value());
        assertEquals(300, figure("tool, warm, no class archive, to its exit").value());
    }

    @Test
    void aToolsStartsAreComparedWithTheEmptyJvmOfTheSameRound() {
        assertEquals(6, figure("tool, cold, no class archive, to java").value());
        assertEquals(2.5, figure("tool, warm, no class archive, to java").value());
    }

    @Test
    void aToolsStartsHaveNoLimit() {
        assertTrue(figures.stream()
                .filter(figure -> figure.name().startsWith("tool,"))
                .allMatch(figure -> figure.limit().isEmpty()));
    }
}
