package io.samehost.bench.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.saved.SavedAnswer;
import io.samehost.bench.saved.SavedReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The report.json of a real run on a busy machine, with short runs of cold JVMs; so its figures are no example. Its command is
 * in it. The suffix of its kernel was cut, and what a test changes in it is made up.
 */
public final class Sample {
    public static final int FIRST_RAW_ROW = 6;

    private Sample() {}

    /** A new tree each time. */
    public static ObjectNode json() {
        try (InputStream in = new GZIPInputStream(Sample.class.getResourceAsStream("sample.json.gz"))) {
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SavedReport report() {
        return SavedReport.of(json());
    }

    /** One row was not measured in any run. */
    public static ObjectNode withAFailedRow(String reason) {
        ObjectNode json = json();
        ObjectNode row = (ObjectNode) json.path("rows").path(FIRST_RAW_ROW);
        row.put("runs", 0).put("messages", 0).putArray("problems").add("run 1 failed: " + reason);
        row.remove(List.of(
                "p50Nanos",
                "p90Nanos",
                "p99Nanos",
                "p999Nanos",
                "maxNanos",
                "messagesPerSecond",
                "clientSaturated",
                "ratioToFloor",
                "interval",
                "sendBufferBytes",
                "receiveBufferBytes"));
        for (JsonNode run : json.path("runs")) {
            if (isOf(run, row)) {
                ((ObjectNode) run)
                        .put("outcome", "failed")
                        .put("reason", reason)
                        .remove("latencyHistogram");
            }
        }
        return json;
    }

    private static boolean isOf(JsonNode run, JsonNode row) {
        return Stream.of("load", "implementation", "transport")
                .allMatch(field -> run.path(field).equals(row.path(field)));
    }

    /** Every comparison got a verdict: faster, slower, and twice no difference, in turn. */
    public static ObjectNode withVerdicts() {
        double[][] ratios = {{1.06, 0.98, 1.15}, {1.31, 1.24, 1.4}, {0.8, 0.74, 0.91}, {0.97, 0.85, 1.2}};
        ObjectNode json = json();
        int next = 0;
        for (JsonNode answer : json.path("answers")) {
            double[] ratio = ratios[next++ % ratios.length];
            judge((ObjectNode) answer, ratio[0], ratio[1], ratio[2]);
        }
        return json;
    }

    static void judge(ObjectNode answer, double ratio, double low, double high) {
        boolean shown = low > 1 || high < 1;
        SavedAnswer.Ratio said = ratio > 1 || !shown
                ? new SavedAnswer.Ratio(ratio, low, high)
                : new SavedAnswer.Ratio(1 / ratio, 1 / high, 1 / low);
        boolean turned = said.value() != ratio;
        String end = shown ? "" : ": no difference shown";
        String load = answer.path("load").asText();
        String implementation = answer.path("implementation").asText();
        String left = answer.path(turned ? "comparedWith" : "transport").asText();
        String right = answer.path(turned ? "transport" : "comparedWith").asText();
        String middle = ' ' + Figures.ratio(said) + " as fast as ";
        answer.put("verdict", shown ? "shown" : "nodifference")
                .put("ratio", ratio)
                .put("ratioLow", low)
                .put("ratioHigh", high)
                .put("words", load + ", " + implementation + ": " + left + middle + right + end);
        if (answer.has("direct")) {
            answer.put(
                    "direct",
                    family(left) + middle + family(right) + end + " (" + load + ", " + implementation + ", by "
                            + answer.path("by").asText() + ")");
        }
    }

    private static String family(String transport) {
        return transport.startsWith("unix") ? "AF_UNIX" : "TCP loopback";
    }
}
