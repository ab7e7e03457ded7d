package io.samehost.bench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedRow;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** The figures that the charts of the page are drawn from. */
final class Charts {
    /** Curves go up to p99.999, or to what a row has messages for. */
    private static final double MOST_NINES = 5;

    /** Twenty points for each nine: smooth, and some hundred points a row. */
    private static final int POINTS_PER_NINE = 20;

    private final SavedReport report;

    Charts(SavedReport report) {
        this.report = report;
    }

    /** {@code nines}, the places on the axis of every latency curve, and {@code rows} with the figures at them. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode nines = json.putArray("nines");
        for (int i = 0; i <= MOST_NINES * POINTS_PER_NINE; i++) {
            nines.add((double) i / POINTS_PER_NINE);
        }
        ArrayNode rows = json.putArray("rows");
        report.rows().stream().filter(row -> row.runs() > 0).forEach(row -> row(rows.addObject(), row));
        return json;
    }

    private static void row(ObjectNode json, SavedRow row) {
        json.put("load", row.load())
                .put("layer", row.layer())
                .put("engine", row.engine())
                .put("wait", row.waiting())
                .put("transport", row.transport())
                .put("pattern", row.pattern())
                .put("sizeBytes", row.sizeBytes())
                .put("inFlight", row.inFlight())
                .put("askedBufferBytes", row.askedBufferBytes());
        row.messagesPerSecond().ifPresent(rate -> json.put("messagesPerSecond", rate));
        Optional<Histogram> latency = row.latency();
        if (latency.isPresent() && latency.get().getTotalCount() > 0) {
            curve(json.putArray("latencyMicros"), latency.get());
        }
    }

    /** At n nines it is the latency that all but one message in 10^n kept; no point beyond the last message. */
    private static void curve(ArrayNode micros, Histogram latency) {
        double nines = Math.min(MOST_NINES, Math.log10((double) latency.getTotalCount()));
        for (int i = 0; i <= nines * POINTS_PER_NINE; i++) {
            double percentile = 100 * (1 - Math.pow(10, -(double) i / POINTS_PER_NINE));
            micros.add(latency.getValueAtPercentile(percentile) / 1000.0);
        }
    }

    /** True if a line from size to size can be drawn for any row. */
    boolean hasSeveralSizes() {
        return hasSeveral(report.rows().stream()
                .map(row -> List.<Object>of(
                        row.pattern() + row.askedBufferBytes(), row.implementation(), row.transport(), row.sizeBytes()))
                .toList());
    }

    /** True if a line from window to window can be drawn for any row. */
    boolean hasSeveralWindows() {
        return hasSeveral(report.rows().stream()
                .map(row -> List.<Object>of(
                        row.pattern() + row.askedBufferBytes(),
                        row.sizeBytes() + row.implementation(),
                        row.transport(),
                        row.inFlight()))
                .toList());
    }

    /** True if two keys differ in their last part only. */
    private static boolean hasSeveral(List<List<Object>> keys) {
        return keys.stream()
                .anyMatch(key -> keys.stream()
                        .anyMatch(other -> other.subList(0, 3).equals(key.subList(0, 3))
                                && !other.get(3).equals(key.get(3))));
    }
}
