package io.samehost.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.output.Forest;
import io.samehost.bench.process.Placement;
import io.samehost.bench.report.Chromium.Theme;
import io.samehost.bench.result.MadeUpReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of figures as a browser shows it. */
@Timeout(180)
final class FigureScreenTest {
    @TempDir
    static Path directory;

    private static Path page;
    private static Chromium chromium;

    @BeforeAll
    static void openTheBrowser() throws IOException {
        chromium = Chromium.start(directory.resolve("profile"));
        page = directory.resolve("index.html");
        FigureReport report = new FigureReport(
                "scripts/bench sharing --transports unix --warm-up 1.5",
                MadeUpReport.of(1, 2).environment(),
                Placement.NONE,
                FigureReport.OF_ROUNDS,
                List.of(
                        Figure.of("unix threads, busiest thread to the median one", new double[] {1.5, 2.25}, "x")
                                .under(3),
                        Figure.of("an idle connection, never used", new double[] {13_000, 14_000}, "bytes")
                                .under(6144),
                        Figure.of("unix threads, from 16 threads", new double[] {316_123, 361_456}, "calls/s")),
                List.of());
        new FigurePage("What does it cost?", report, Forest.NONE).write(page);
    }

    @AfterAll
    static void closeTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 768, 1280})
    void namesHaveRoomBesideWhatWasMeasured(int width) {
        chromium.screen(width, 844, Theme.LIGHT).open(page);
        assertEquals(
                List.of(),
                chromium.value("[...document.querySelectorAll('.limits .name')]"
                        + ".filter(one => one.offsetHeight > 2.1 * parseFloat(getComputedStyle(one).lineHeight))"
                        + ".map(one => one.textContent)"));
        assertEquals(0L, chromium.value("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390})
    void aPhoneShowsNoLabelWithoutAValue(int width) {
        chromium.screen(width, 844, Theme.LIGHT).open(page);
        assertEquals(
                0L,
                chromium.value("[...document.querySelectorAll('.figures td:not([data-label=\"\"])')]"
                        + ".filter(one => one.textContent === '' && one.offsetHeight > 0).length"));
    }
}
