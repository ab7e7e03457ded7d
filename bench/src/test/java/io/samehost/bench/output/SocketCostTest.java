package io.samehost.bench.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.saved.SavedReport;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SocketCostTest {

    @Test
    void itIsWhatAMessageTakesMoreThanThroughMemory() {
        assertEquals(
                Optional.of("AF_UNIX costs 12.0 us more than no socket at all (64 B ping-pong in C, p50: 40.0 us over"
                        + " AF_UNIX, 28.0 us through shared memory with a futex, 0.50 us spinning)"),
                words(40_000, 28_000, 5));
    }

    @Test
    void whereTheIntervalsOverlapNothingIsSaid() {
        assertEquals(Optional.empty(), words(40_000, 39_990, 5));
    }

    @Test
    void ofTooFewRunsNothingIsSaid() {
        assertEquals(Optional.empty(), words(40_000, 28_000, 4));
    }

    @Test
    void withoutSharedMemoryNothingIsSaid() {
        assertEquals(Optional.empty(), new SocketCost(Sample.report()).words());
    }

    private static Optional<String> words(long socketNanos, long memoryNanos, int runs) {
        ObjectNode json = Sample.json();
        JsonNode unix = json.path("rows").path(0);
        set((ObjectNode) unix, socketNanos, runs);
        json.withArray("rows").add(set(memory(unix, "blocking", "C floor"), memoryNanos, runs));
        json.withArray("rows").add(set(memory(unix, "spinning", "C floor, spinning"), 500, runs));
        return new SocketCost(SavedReport.of(json)).words();
    }

    private static ObjectNode memory(JsonNode unix, String waiting, String implementation) {
        return ((ObjectNode) unix.deepCopy())
                .put("transport", "shared-memory")
                .put("wait", waiting)
                .put("implementation", implementation);
    }

    private static ObjectNode set(ObjectNode row, long nanos, int runs) {
        row.put("p50Nanos", nanos).put("runs", runs);
        row.withObject("interval").put("low", nanos - 100).put("high", nanos + 100);
        return row;
    }
}
