package io.samehost.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.output.Forest;
import io.samehost.bench.peer.PeerReport;
import io.samehost.bench.peer.PeerReportTest;
import io.samehost.bench.process.Placement;
import io.samehost.bench.result.MadeUpReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of figures with limits, and of peers. */
final class FigurePageTest {

    @Test
    void figuresWithALimitAreDrawnFirstAndAllAreInTheTable() throws IOException {
        String html = page(
                Figure.of("a call's allocation", new double[] {336, 340}, "B").under(400),
                Figure.of("many threads", new double[] {0.8}, "x").from(1),
                Figure.of("there to be read", new double[] {7}, "ms"));
        assertEquals(2, html.split("<span class=\"plot\"", -1).length - 1);
        assertTrue(html.contains("338 B <span class=\"whole\">[336-340],</span> limit &lt; 400: kept"), html);
        assertTrue(html.contains("limit &gt;= 1.00: not kept"), html);
        assertTrue(html.indexOf("there to be read") > html.indexOf("All figures"), html);
        assertTrue(html.contains("A limit is what this project asks of itself"), html);
        assertFalse(html.contains("{{"), html);
    }

    @Test
    void withoutALimitThereIsTheTable() throws IOException {
        assertFalse(page(Figure.of("there to be read", new double[] {7}, "ms")).contains("class=\"forest"));
    }

    @Test
    void thePageOfPeersOpensWithThem() throws IOException {
        PeerReport report = PeerReportTest.madeUp();
        Opening opening = new Opening(
                PeerReport.QUESTION,
                report.forest(),
                List.of(new Opening.Sentence("64 B ping-pong", "samehost 3.00x [2.00-4.00] as fast as libzmq")),
                List.of("a doubt"));
        String html = new PeerPage(report.toJson(), opening, report.driven()).html();
        assertTrue(
                html.contains("<h1>" + Html.escaped(PeerReport.QUESTION) + "</h1>\n<figure class=\"forest\">"), html);
        assertTrue(html.contains("&larr; samehost"), html);
        assertTrue(html.contains("<p class=\"doubt\">a doubt</p>"), html);
        assertTrue(html.contains("How the peers are driven"), html);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100})
    void noLineOnATerminalIsWiderThanThat(int width) {
        StringWriter text = new StringWriter();
        report(
                        Figure.of(
                                "64 KiB pipelined, 3 in flight, inside one network namespace, unix",
                                new double[] {1_664_299, 1_822_452},
                                "calls/s"),
                        Figure.of("an idle connection, never used", new double[] {3_800, 4_353}, "bytes")
                                .under(6144))
                .print(width, new PrintWriter(text));
        assertEquals(
                List.of(),
                text.toString().lines().filter(line -> line.length() > width).toList());
    }

    private static String page(Figure... figures) throws IOException {
        return new FigurePage("What does it cost?", report(figures), Forest.NONE).html();
    }

    private static FigureReport report(Figure... figures) {
        return new FigureReport(
                "scripts/bench footprint",
                MadeUpReport.of(1, 2).environment(),
                Placement.NONE,
                FigureReport.OF_ROUNDS,
                List.of(figures),
                List.of("a note"));
    }
}
