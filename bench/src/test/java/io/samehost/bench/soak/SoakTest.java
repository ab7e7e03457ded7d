package io.samehost.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real processes, for seconds. */
@Timeout(120)
final class SoakTest {
    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();

    private List<Figure> figures(Class<?> server) throws IOException, InterruptedException {
        Soak soak = new Soak(
                Pinning.of(Optional.of(Placement.NONE)),
                MeasuredTransport.UNIX,
                ServerKind.LOOP,
                Duration.ofMillis(500),
                server);
        soak.run(4, directory, lines::add);
        assertEquals(0, ProcessHandle.current().children().count());
        return soak.figures();
    }

    private static List<String> notKept(List<Figure> figures) {
        return figures.stream()
                .filter(figure -> !figure.holds() && figure.name().contains("growth"))
                .map(Figure::name)
                .toList();
    }

    @Test
    void aServerThatKeepsObjectsMemoryAndFilesIsFound() throws IOException, InterruptedException {
        assertEquals(
                List.of(
                        "unix loop, server's live heap, growth",
                        "unix loop, server's open files, growth",
                        "unix loop, server's memory, growth"),
                notKept(figures(LeakingServer.class)),
                lines::toString);
    }

    /** Memory beside the heap may still grow in the first seconds of a JVM. */
    @Test
    void theServerItselfKeepsNothingAndEachPeriodIsALine() throws IOException, InterruptedException {
        List<Figure> figures = figures(SoakServer.class);
        assertEquals(
                List.of(),
                notKept(figures).stream()
                        .filter(name -> !name.contains("memory"))
                        .toList(),
                lines::toString);
        assertEquals(3 + 4, lines.size());
        for (int period = 1; period <= 4; period++) {
            assertPlausible(lines.get(2 + period).strip().split(" +", -1), period);
        }
    }

    private static void assertPlausible(String[] cells, int period) {
        assertEquals(10, cells.length);
        assertEquals(Integer.toString(period), cells[0]);
        for (int i = 1; i <= 2; i++) {
            assertTrue(number(cells[i]) > 10, cells[i]);
        }
        for (int end = 0; end < 2; end++) {
            assertTrue(number(cells[3 + end]) > 0.5 && number(cells[3 + end]) < 100, cells[3 + end]);
            assertTrue(number(cells[5 + end]) >= 5 && number(cells[5 + end]) < 500, cells[5 + end]);
            assertTrue(number(cells[7 + end]) > 256, cells[7 + end]);
        }
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.replace(",", ""));
    }
}
