package io.samehost.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.output.Sample;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files beside the page. */
final class RenderedReportTest {
    @TempDir
    Path directory;

    @Test
    void csvHasALineForEachRowAndOneForTheNames() throws IOException {
        List<String> lines = csv(Sample.report());
        assertEquals(1 + Sample.report().rows().size(), lines.size());
        assertTrue(lines.get(1).startsWith("ping-pong,64,1,floor,c,blocking,unix,5,"), lines.get(1));
    }

    @Test
    void csvHasARowThatFailedWithItsReasonAndWithoutFigures() throws IOException {
        List<String> lines = csv(SavedReport.of(Sample.withAFailedRow("no \"room\", none")));
        assertEquals(
                "ping-pong,64,1,raw,threads,blocking,unix,0,0,0,0,,,,,,,,,,,,,,,,,,,,\"run 1 failed: no \"\"room\"\","
                        + " none\"",
                lines.get(1 + Sample.FIRST_RAW_ROW));
    }

    @Test
    void csvHasTheSocketBuffersThatWereAskedForBesideThoseThatWereGiven() throws IOException {
        ObjectNode json = Sample.json();
        ObjectNode row = (ObjectNode) json.path("rows").path(Sample.FIRST_RAW_ROW);
        row.put("askedBufferBytes", 65536).put("sendBufferBytes", 1111).put("receiveBufferBytes", 2222);
        String line = csv(SavedReport.of(json)).get(1 + Sample.FIRST_RAW_ROW);
        assertTrue(line.contains(",65536,1111,2222,"), line);
    }

    @Test
    void markdownHasTheAnswerARowForEachScenarioAndTheCommand() throws IOException {
        SavedReport report = SavedReport.of(Sample.withVerdicts());
        String text = Files.readString(rendered(report).markdown());
        assertTrue(text.startsWith("# AF\\_UNIX") || text.startsWith("# " + SavedReport.QUESTION), text);
        assertEquals(
                report.rows().size(),
                text.lines().filter(line -> line.matches("\\| \\d+ \\w+ .*")).count());
        assertTrue(text.endsWith("```\n" + report.command() + "\n```\n"), text);
    }

    @Test
    void markdownCannotBeBrokenByAReason() throws IOException {
        String text = Files.readString(
                rendered(SavedReport.of(Sample.withAFailedRow("a | <b> `c`"))).markdown());
        assertTrue(text.contains("failed: a \\| \\<b\\> \\`c\\`\n"), text);
    }

    @Test
    void aHistogramOfEachRowIsLeftAndThoseOfTheRunBeforeAreGone() throws IOException {
        Path before = directory.resolve("hgrm").resolve("before.hgrm");
        Files.createDirectories(before.getParent());
        Files.createFile(before);
        rendered(Sample.report());
        assertFalse(Files.exists(before));
        try (Stream<Path> files = Files.list(directory.resolve("hgrm"))) {
            assertEquals(Sample.report().rows().size(), files.count());
        }
        String text = Files.readString(directory.resolve("hgrm").resolve("64-b-ping-pong-raw-threads-unix.hgrm"));
        assertTrue(text.stripLeading().startsWith("Value     Percentile TotalCount 1/(1-Percentile)"), text);
    }

    @Test
    void aLatencyHasTheMessagesOfAllRuns() {
        for (SavedRow row : Sample.report().rows()) {
            assertEquals(row.messages(), row.latency().orElseThrow().getTotalCount(), row::toString);
        }
    }

    @Test
    void thePageFoldsManyAnswersButForOneOfEachKind() throws IOException {
        ObjectNode json = Sample.withVerdicts();
        ArrayNode answers = json.withArray("answers");
        ObjectNode answer = (ObjectNode) Stream.iterate(0, i -> i + 1)
                .map(answers::get)
                .filter(one -> one.hasNonNull("direct"))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 20; i++) {
            answers.add(answer.deepCopy().put("load", "another of the same " + i));
        }
        answers.add(answer.deepCopy().put("pattern", "connect").put("load", "one of its own"));
        String html = Files.readString(rendered(SavedReport.of(json)).page());
        html = html.substring(html.indexOf("id=\"answers\""));
        int fold = html.indexOf("The other loads (");
        assertTrue(html.indexOf("one of its own") < fold, html);
        assertTrue(html.indexOf("another of the same 19") > fold, html);
    }

    @Test
    void thePageHasNoAddressToLoadFrom() throws IOException {
        String html = Files.readString(rendered(Sample.report()).page());
        assertFalse(html.matches("(?s).*(src|href)=\"[^#d].*"));
        assertFalse(html.contains("{{"));
    }

    @Test
    void whatIsNoReportIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{}");
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> SavedReport.read(file));
        assertEquals(
                "not a report of this benchmark: file=" + file + " format=0 known=1, give the report.json of a run",
                refused.getMessage());
    }

    @Test
    void aReportIsTheSameFromItsFile() throws IOException {
        ObjectNode json = Sample.json();
        Path file = Files.writeString(directory.resolve("report.json"), json.toString());
        assertEquals(SavedReport.of(json), SavedReport.read(file));
    }

    private RenderedReport rendered(SavedReport report) throws IOException {
        RenderedReport rendered = new RenderedReport(directory);
        rendered.write(report);
        return rendered;
    }

    private List<String> csv(SavedReport report) throws IOException {
        return Files.readAllLines(rendered(report).csv());
    }
}
