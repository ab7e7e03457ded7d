package io.samehost.bench.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.samehost.bench.peer.PeerReportTest;
import io.samehost.bench.result.MadeUpReport;
import io.samehost.bench.result.Outcome;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.Latency;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.SendRate;
import io.samehost.bench.scenario.ServerKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published schema and what is written hold each other in place. */
final class SchemaTest {
    private JsonNode document;
    private Schema schema;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = SchemaTest.class.getResourceAsStream("results.schema.json")) {
            document = new ObjectMapper().readTree(in);
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(document);
        }
    }

    @Test
    void aReportWithEveryOutcomeIsValid() {
        Scenario rate = new Scenario(
                MeasuredTransport.UNIX,
                ServerKind.LOOP,
                Layer.RPC,
                Pattern.RATE,
                MadeUpReport.SIZE,
                1,
                SendRate.fixed(1000));
        Scenario highest = new Scenario(
                MeasuredTransport.UNIX,
                ServerKind.LOOP,
                Layer.RAW,
                Pattern.MAX_RATE,
                MadeUpReport.SIZE,
                1,
                SendRate.highest(new Latency(500)));
        Scenario buffered = MadeUpReport.buffered(new BufferSize(4096));
        List<Outcome> outcomes =
                new ArrayList<>(MadeUpReport.of(2_000, 3_000).results().outcomes());
        outcomes.add(MadeUpReport.measured(0, rate, 5, MadeUpReport.QUIET));
        outcomes.add(MadeUpReport.measured(0, highest, 5, MadeUpReport.QUIET));
        outcomes.add(MadeUpReport.measured(0, buffered, 5, MadeUpReport.QUIET));
        outcomes.add(new Outcome.Failed(1, rate, "server ended"));
        outcomes.add(new Outcome.Unavailable(0, MadeUpReport.UNIX.floor(), "no gcc in PATH"));
        assertEquals(List.of(), schema.validate(new JsonReport(MadeUpReport.of(outcomes)).toJson()));
    }

    @Test
    void aRunWithoutItsHistogramIsNot() {
        JsonNode json = new JsonReport(MadeUpReport.of(2_000, 3_000)).toJson();
        ((ObjectNode) json.path("runs").path(0)).remove("latencyHistogram");
        assertFalse(schema.validate(json).isEmpty());
    }

    @Test
    void everyTransportAndPatternIsInIt() {
        JsonNode scenario = document.path("$defs").path("scenario").path("properties");
        assertEquals(
                Arrays.stream(MeasuredTransport.values())
                        .map(MeasuredTransport::label)
                        .toList(),
                texts(scenario.path("transport").path("enum")));
        assertEquals(
                Arrays.stream(Pattern.values()).map(Pattern::label).toList(),
                texts(scenario.path("pattern").path("enum")));
    }

    @Test
    void everyEngineAndLayerIsInIt() {
        JsonNode scenario = document.path("$defs").path("scenario").path("properties");
        assertEquals(
                Arrays.stream(ServerKind.values()).map(ServerKind::optionName).toList(),
                texts(scenario.path("engine").path("enum")));
        assertEquals(
                Arrays.stream(Layer.values()).map(Layer::optionName).toList(),
                texts(scenario.path("layer").path("enum")));
    }

    @Test
    void aReportOnPeersIsValid() {
        assertEquals(List.of(), schema.validate(PeerReportTest.madeUp().toJson()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
