package io.samehost.bench.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.output.JsonReport;
import io.samehost.bench.output.Sample;
import io.samehost.bench.result.MadeUpReport;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavedReportTest {
    @TempDir
    Path directory;

    @Test
    void everyRowIsReadAgainWhateverItsLayerIsCalled() {
        for (Layer layer : Stream.of(Layer.values())
                .filter(layer -> layer == Layer.RAW || layer.isRpc())
                .toList()) {
            ObjectNode json = new JsonReport(MadeUpReport.of(2_000, 3_000)).toJson();
            for (String list : Set.of("rows", "runs")) {
                for (JsonNode each : json.path(list)) {
                    ((ObjectNode) each).put("layer", layer.optionName());
                }
            }
            SavedResults results = SavedResults.of(SavedReport.of(json));
            assertEquals(
                    Set.of(layer),
                    results.rows().keySet().stream().map(Scenario::layer).collect(Collectors.toSet()));
        }
    }

    @Test
    void aRowHasItsFiguresAndItsRuns() {
        SavedRow row = Sample.report().rows().get(Sample.FIRST_RAW_ROW);
        assertEquals("64 B ping-pong, raw, threads, unix", row.toString());
        assertEquals(7539.0, row.latencyNanos().get(0).orElseThrow());
        assertEquals(row.runs(), row.measured().size());
        assertTrue(row.cpuMicrosPerMessage(SavedRow.Side.CLIENT).isPresent());
        assertEquals(row.messages(), row.latency().orElseThrow().getTotalCount());
    }

    @Test
    void aRowWhoseRunsAllFailedHasNoFigures() {
        SavedRow row = SavedReport.of(Sample.withAFailedRow("no room")).rows().get(Sample.FIRST_RAW_ROW);
        assertTrue(row.latencyNanos().stream().allMatch(nanos -> nanos.isEmpty()));
        assertTrue(row.messagesPerSecond().isEmpty());
        assertTrue(row.megabytesPerSecond().isEmpty());
        assertTrue(row.ratioToFloor().isEmpty());
        assertTrue(row.interval().isEmpty());
        assertTrue(row.latency().isEmpty());
    }

    /** An end that sends by other calls has read and written to its parent only. */
    @Test
    void callsOfOneEndAloneAreNotThoseOfAMessage() {
        ObjectNode json = Sample.json();
        for (JsonNode run : json.path("runs")) {
            ((ObjectNode) run.path("client")).put("readWriteCalls", 2);
            ((ObjectNode) run.path("server")).remove("readWriteCalls");
        }
        for (SavedRow row : SavedReport.of(json).rows()) {
            assertTrue(row.readWriteCallsPerMessage(SavedRow.Side.CLIENT).isEmpty());
            assertTrue(row.readWriteCallsPerMessage(SavedRow.Side.SERVER).isEmpty());
        }
    }

    @Test
    void aFieldOfALaterVersionIsIgnored() {
        ObjectNode json = Sample.json();
        json.put("mood", "good");
        ((ObjectNode) json.path("rows").path(0)).put("mood", "good");
        assertEquals(Sample.report(), SavedReport.of(json));
    }

    @Test
    void aFileThatIsNoJsonIsRefusedWithItsName() throws IOException {
        Path file = Files.writeString(directory.resolve("report.json"), "<html>");
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> SavedReport.read(file));
        assertTrue(
                refused.getMessage().startsWith("not a report of this benchmark: file=" + file + " cause="),
                refused::getMessage);
    }
}
