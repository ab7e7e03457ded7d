package io.samehost.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.output.Figures;
import io.samehost.bench.output.Sample;
import io.samehost.bench.report.Chromium.Theme;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as a browser shows it. Its pictures are left in {@code target/report-pictures}, to be looked at. */
@Timeout(180)
final class ReportPageTest {
    private static final Path PICTURES = Path.of("target", "report-pictures");
    private static final int PHONE_WIDTH = 390;
    private static final int DESK_WIDTH = 1280;

    @TempDir
    static Path directory;

    private static Path page;
    private static Chromium chromium;

    @BeforeAll
    static void openTheBrowser() throws IOException {
        chromium = Chromium.start(directory.resolve("profile"));
        page = page("verdicts", SavedReport.of(Sample.withVerdicts()));
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void closeTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private static Path page(String name, SavedReport report) throws IOException {
        RenderedReport rendered = new RenderedReport(directory.resolve(name));
        rendered.write(report);
        return rendered.page();
    }

    @Test
    void everyChartIsDrawn() {
        onADesk(page);
        assertEquals(
                5L, chromium.value("[...document.querySelectorAll('[data-chart]')].filter(" + HAS_CANVAS + ").length"));
        assertEquals(true, chromium.value("[...document.querySelectorAll('canvas')].every(" + HAS_INK + ")"));
    }

    private static final String HAS_CANVAS = "one => one.querySelector('canvas')";

    @Test
    void noChartHasMoreLinesThanAnEyeCanFollowAndNoLegendAnEmptyValue() {
        onADesk(page);
        chromium.value(
                "document.querySelectorAll('select').forEach(one => { one.selectedIndex = one.options.length - 1;"
                        + " one.dispatchEvent(new Event('change')); })");
        String lines =
                "[...document.querySelectorAll('.u-legend')].map(one => one.querySelectorAll('.u-series').length)";
        assertEquals(true, chromium.value(lines + ".every(number => number <= 5)"), () -> "" + chromium.value(lines));
        String legends = (String)
                chromium.value("[...document.querySelectorAll('.u-legend')].map(one => one.textContent).join()");
        assertTrue(!legends.contains(":") && !legends.contains("--"), legends);
    }

    @ParameterizedTest
    @CsvSource({"390", "1280"})
    void tablesStayInsideThePage(int width) {
        chromium.screen(width, 844, Theme.LIGHT).open(page);
        chromium.value("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        assertEquals(
                0L,
                chromium.value("Math.max(...[...document.querySelectorAll('#cost .scroll, #latency .scroll')]"
                        + ".map(one => one.scrollWidth - one.clientWidth))"));
    }

    @Test
    void noLineEndsWithinAnOptionOrAnInterval() {
        onAPhone(page);
        assertTrue((long) chromium.value("document.querySelectorAll('pre .whole').length") > 0);
        assertTrue((long) chromium.value("document.querySelectorAll('#advice .whole').length") > 0);
        assertEquals(
                List.of(),
                chromium.value("[...document.querySelectorAll('.whole')].filter(one => one.getClientRects().length > 1"
                        + " || one.offsetHeight > 1.9 * parseFloat(getComputedStyle(one).lineHeight))"
                        + ".map(one => one.textContent)"));
    }

    /** True if anything was drawn on a canvas. */
    private static final String HAS_INK =
            "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(byte => byte !== 0)";

    @Test
    void chartsAndTablesHaveTheNumbersOfTheRun() {
        onADesk(page);
        SavedRow row = Sample.report().rows().get(0);
        double rate = row.messagesPerSecond().orElseThrow();
        assertEquals(
                rate, chromium.value("JSON.parse(document.getElementById('data').text).rows[0].messagesPerSecond"));
        String cells = (String)
                chromium.value("document.querySelector('#throughput .scroll tbody tr:nth-child(2)').textContent");
        assertTrue(cells.contains(Figures.whole(rate)), cells);
        String legend = (String) chromium.value("document.querySelector('#latency .u-legend').textContent");
        assertTrue(legend.contains(row.transport() + ", C floor"), legend);
    }

    @Test
    void aChartIsTheFirstThingToSeeAndTheAnswerInWordsTheNext() {
        onADesk(page);
        SavedReport report = SavedReport.of(Sample.withVerdicts());
        String top = (String) chromium.value("document.querySelector('header').innerText");
        int first = top.indexOf(report.mainAnswers().get(0).load());
        int words = top.indexOf("A command asks its daemon, and waits for the answer");
        assertTrue(top.startsWith(SavedReport.QUESTION), top);
        assertTrue(first > 0 && words > first, top);
        assertEquals(
                true,
                chromium.value("document.querySelector('.sentences').getBoundingClientRect().bottom <= innerHeight"));
    }

    @Test
    void withoutAVerdictTheFirstScreenShowsWhatWasSeen() throws IOException {
        ObjectNode json = Sample.json();
        for (JsonNode answer : json.path("answers")) {
            ((ObjectNode) answer)
                    .putObject("seen")
                    .put("ratio", 1.5)
                    .put("ratioLow", 0.8)
                    .put("ratioHigh", 2.8);
        }
        json.putArray("doubts").add("No verdict in any comparison, too few rounds measured both: rounds=2 needed=5");
        Path seen = page("seen", SavedReport.of(json));
        onADesk(seen);
        keep("seen");
        String top = (String) chromium.value("document.querySelector('header').innerText");
        assertTrue(top.contains("AF_UNIX 1.50x [0.80-2.80]?"), top);
        assertEquals(2, top.split("too few rounds measured both", -1).length, top);
    }

    @Test
    void anotherChoiceDrawsAnotherChart() {
        onADesk(page);
        Object before = chromium.value("document.querySelector('#latency canvas').toDataURL()");
        chromium.value("(() => { const one = document.querySelector('#latency select'); one.selectedIndex = 1;"
                + " one.dispatchEvent(new Event('change')); })()");
        Object after = chromium.value("document.querySelector('#latency canvas').toDataURL()");
        assertTrue(!before.equals(after));
    }

    @Test
    void rowsWithOtherSocketBuffersAreDrawnByThemselves() throws IOException {
        var json = Sample.json();
        for (JsonNode row : json.path("rows").deepCopy()) {
            ((ObjectNode) row).put("load", row.path("load").asText() + ", 64 KiB socket buffers");
            ((ObjectNode) row).put("askedBufferBytes", 65536);
            json.withArray("rows").add(row);
        }
        chromium.console();
        onADesk(page("buffers", SavedReport.of(json)));
        String choice = "[...document.querySelectorAll('#throughput select')]"
                + ".find(one => [...one.options].some(option => option.text === '64 KiB'))";
        assertEquals("default,64 KiB", chromium.value("[..." + choice + ".options].map(one => one.text).join()"));
        assertEquals(List.of(), chromium.console());
    }

    @Test
    void theConsoleStaysEmpty() {
        chromium.console();
        onADesk(page);
        onAPhone(page);
        assertEquals(List.of(), chromium.console());
    }

    @Test
    void noRequestLeavesThePage() throws IOException {
        chromium.events();
        onADesk(page);
        assertEquals(List.of(page.toUri().toString()), requests(chromium.events()));
        assertEquals(0L, chromium.value("performance.getEntriesByType('resource').length"));
    }

    /** Addresses that the browser asked for, but for those that carry their content in themselves. */
    private static List<String> requests(List<String> events) throws IOException {
        List<String> urls = new ArrayList<>();
        for (String event : events) {
            JsonNode message = new ObjectMapper().readTree(event).path("message");
            String url = message.path("params").path("request").path("url").asText();
            if (message.path("method").asText().equals("Network.requestWillBeSent") && !url.startsWith("data:")) {
                urls.add(url);
            }
        }
        return urls;
    }

    @ParameterizedTest
    @CsvSource({"320", "390", "768", "1280"})
    void thePageNeverScrollsSideways(int width) {
        chromium.screen(width, 844, Theme.LIGHT).open(page);
        assertEquals(0L, chromium.value("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    @Test
    void aRowThatFailedIsShownWithItsReason() throws IOException {
        String reason = "server ended </script><b>&";
        onADesk(page("failed", SavedReport.of(Sample.withAFailedRow(reason))));
        String warnings = (String) chromium.value("document.getElementById('warnings').innerText");
        assertTrue(warnings.contains("run 1 failed: " + reason), warnings);
        String latency = (String) chromium.value("document.getElementById('latency').textContent");
        assertTrue(latency.contains("not measured: run 1 failed: " + reason), latency);
        assertEquals(
                5L, chromium.value("[...document.querySelectorAll('[data-chart]')].filter(" + HAS_CANVAS + ").length"));
    }

    @Test
    void aRunWithOneRowHasAPage() throws IOException {
        var json = Sample.json();
        var rows = json.path("rows");
        json.putArray("rows").add(rows.path(0));
        json.putArray("answers");
        chromium.console();
        onADesk(page("one", SavedReport.of(json)));
        assertEquals(1L, chromium.value("document.querySelectorAll('[data-chart] canvas').length"));
        assertEquals(List.of(), chromium.console());
    }

    @ParameterizedTest
    @CsvSource({"PHONE,LIGHT", "PHONE,DARK", "DESK,LIGHT", "DESK,DARK"})
    void picturesAreLeftToLookAt(String screen, Theme theme) throws IOException {
        boolean phone = screen.equals("PHONE");
        chromium.screen(phone ? PHONE_WIDTH : DESK_WIDTH, phone ? 844 : 900, theme)
                .open(page);
        keep((screen + '-' + theme).toLowerCase(Locale.ROOT));
        String background = (String) chromium.value("getComputedStyle(document.body).backgroundColor");
        assertEquals(theme == Theme.LIGHT ? "rgb(255, 255, 255)" : "rgb(20, 23, 27)", background);
    }

    @Test
    void onPaperItIsLightWhateverTheScreenIs() throws IOException {
        chromium.screen(DESK_WIDTH, 900, Theme.DARK).open(page);
        chromium.paper();
        assertEquals("rgb(255, 255, 255)", chromium.value("getComputedStyle(document.body).backgroundColor"));
        keep("paper");
    }

    private static void keep(String name) throws IOException {
        Files.write(PICTURES.resolve(name + ".png"), chromium.picture());
    }

    private static void onADesk(Path page) {
        chromium.screen(DESK_WIDTH, 900, Theme.LIGHT).open(page);
    }

    private static void onAPhone(Path page) {
        chromium.screen(PHONE_WIDTH, 844, Theme.LIGHT).open(page);
    }
}
