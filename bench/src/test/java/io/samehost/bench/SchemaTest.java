package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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
                Transport.UNIX, Engine.LOOP, Layer.RPC, Pattern.RATE, MadeUpReport.SIZE, 1, Pace.fixed(1000));
        Scenario highest = new Scenario(
                Transport.UNIX,
                Engine.LOOP,
                Layer.RAW,
                Pattern.MAX_RATE,
                MadeUpReport.SIZE,
                1,
                Pace.highest(new Latency(500)));
        Scenario buffered = MadeUpReport.buffered(new SocketBuffers(4096));
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
                Arrays.stream(Transport.values()).map(Transport::label).toList(),
                texts(scenario.path("transport").path("enum")));
        assertEquals(
                Arrays.stream(Pattern.values()).map(Pattern::label).toList(),
                texts(scenario.path("pattern").path("enum")));
    }

    @Test
    void everyEngineAndLayerIsInIt() {
        JsonNode scenario = document.path("$defs").path("scenario").path("properties");
        assertEquals(
                Arrays.stream(Engine.values()).map(Engine::optionName).toList(),
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
