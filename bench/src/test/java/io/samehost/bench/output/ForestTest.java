package io.samehost.bench.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.output.Forest.Kind;
import io.samehost.bench.output.Forest.Row;
import io.samehost.bench.saved.SavedAnswer.Ratio;
import io.samehost.bench.saved.SavedReport;
import io.samehost.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ForestTest {

    @Test
    void whatIsFasterOnTheLeftLiesLeft() {
        Forest forest = forest(row(Kind.LEFT, 2, 1.5, 2.5), row(Kind.RIGHT, 0.5, 0.4, 0.8));
        assertEquals(4, forest.extent());
        assertEquals(0.5, forest.place(1));
        assertEquals(0.25, forest.place(2));
        assertEquals(0.75, forest.place(0.5));
        assertEquals(0, forest.place(100));
    }

    @Test
    void itsWordsNameTheFasterFirst() {
        assertEquals("AF_UNIX 2.00x [1.50-2.50]", row(Kind.LEFT, 2, 1.5, 2.5).words("AF_UNIX", "TCP"));
        assertEquals("TCP 2.00x [1.25-2.50]", row(Kind.RIGHT, 0.5, 0.4, 0.8).words("AF_UNIX", "TCP"));
    }

    @Test
    void aReportWithVerdictsHasARowForEachComparisonOfItsMainTransports() {
        SavedReport report = SavedReport.of(Sample.withVerdicts());
        Forest forest = Forest.of(report);
        assertEquals(
                Math.min(report.mainAnswers().size(), forest.rows().size()),
                forest.rows().size());
        assertTrue(forest.rows().stream().anyMatch(row -> row.kind() == Kind.LEFT), forest::toString);
        assertTrue(forest.rows().stream().anyMatch(row -> row.kind() == Kind.RIGHT), forest::toString);
        assertTrue(forest.rows().stream().anyMatch(row -> row.kind() == Kind.EVEN), forest::toString);
    }

    @Test
    void withoutAVerdictWhatWasSeenIsShown() {
        ObjectNode json = Sample.json();
        for (JsonNode answer : json.path("answers")) {
            ((ObjectNode) answer)
                    .putObject("seen")
                    .put("ratio", 1.5)
                    .put("ratioLow", 1.2)
                    .put("ratioHigh", 1.8);
        }
        Forest forest = Forest.of(SavedReport.of(json));
        assertTrue(!forest.rows().isEmpty());
        assertTrue(forest.rows().stream().allMatch(row -> row.kind() == Kind.SEEN), forest::toString);
    }

    @Test
    void manyComparisonsAreOneForEachLoad() {
        ObjectNode json = Sample.withVerdicts();
        List<JsonNode> answers = new ArrayList<>();
        json.path("answers").forEach(answers::add);
        for (int i = 0; i < 20; i++) {
            for (JsonNode answer : answers) {
                json.withArray("answers").add(((ObjectNode) answer.deepCopy()).put("load", "load " + i));
            }
        }
        Forest forest = Forest.of(SavedReport.of(json));
        assertTrue(forest.shortened());
        String legend = String.join(" ", new TerminalForest(forest, new Terminal(false), 100).lines());
        assertTrue(legend.contains("One for each load; all comparisons stand below."), legend);
        assertEquals(
                forest.rows().size(),
                forest.rows().stream().map(Row::group).distinct().count());
    }

    @Test
    void aTerminalOfAnyWidthIsNotExceeded() {
        Forest forest = Forest.of(SavedReport.of(Sample.withVerdicts()));
        for (int width : List.of(80, 100, 140)) {
            for (String line : new TerminalForest(forest, new Terminal(false), width).lines()) {
                assertTrue(line.length() <= width, line);
            }
        }
    }

    @Test
    void anIntervalThatReachesFurtherThanTheChartIsCut() {
        Forest forest = forest(row(Kind.LEFT, 9, 5, 90));
        List<String> lines = new TerminalForest(forest, new Terminal(false), 80).lines();
        assertTrue(lines.get(1).contains(" <---O--"), lines::toString);
    }

    private static Forest forest(Row... rows) {
        return new Forest("AF_UNIX", "TCP", List.of(rows));
    }

    private static Row row(Kind kind, double ratio, double low, double high) {
        return new Row("64 B ping-pong", "raw, threads", kind, new Ratio(ratio, low, high), false);
    }
}
