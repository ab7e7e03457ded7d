package io.samehost.bench.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.saved.SavedReport;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TransportAdviceTest {

    @Test
    void whatARunDidNotMeasureIsSaidToBeMissing() {
        TransportAdvice.Line line = line(Sample.json(), "Many or short connections");
        assertEquals(
                new TransportAdvice.Line("Many or short connections", "-", List.of("Not measured in this run.")), line);
    }

    @Test
    void withheldVerdictsGiveNoAdvice() {
        assertEquals(
                "no verdict from this run",
                line(Sample.json(), "Many small messages").choice());
    }

    @Test
    void theFasterOneIsNamedWithHowMuch() {
        TransportAdvice.Line line = line(withEveryRatio(1.31, 1.24, 1.40), "Many small messages");
        assertEquals("AF_UNIX", line.choice());
        assertEquals(
                "64 B pipelined, 64 in flight, raw, threads: unix 1.31x [1.24-1.40] as fast as tcp",
                line.reason().get(0));
    }

    @Test
    void tcpIsNamedWhereItIsTheFasterOne() {
        TransportAdvice.Line line = line(withEveryRatio(0.5, 0.4, 0.8), "One small call at a time");
        assertEquals("TCP loopback", line.choice());
        assertTrue(line.reason().get(0).endsWith("tcp 2.00x [1.25-2.50] as fast as unix"), line::toString);
    }

    @Test
    void withoutADifferenceEitherWillDo() {
        assertEquals(
                "either: no difference shown",
                line(withEveryRatio(1.06, 0.98, 1.15), "Large messages").choice());
    }

    @Test
    void aTransportThatIsFasterInSomeRowsOnlyIsNamedWithThatLimit() {
        assertEquals(
                "AF_UNIX, where a difference was shown",
                line(Sample.withVerdicts(), "Large messages").choice());
    }

    @Test
    void whereRowsDisagreeItDepends() {
        ObjectNode json = withEveryRatio(1.31, 1.24, 1.40);
        for (JsonNode answer : json.path("answers")) {
            if (answer.path("layer").asText().equals("rpc")) {
                Sample.judge((ObjectNode) answer, 0.8, 0.74, 0.91);
            }
        }
        assertTrue(line(json, "One small call at a time").choice().startsWith("it depends: AF_UNIX for "));
    }

    @Test
    void factsAreNotPassedOffAsFigures() {
        for (String need : List.of("Security", "Containers")) {
            assertTrue(line(Sample.json(), need).reason().get(0).startsWith("A fact, not a figure: "));
        }
    }

    private static ObjectNode withEveryRatio(double ratio, double low, double high) {
        ObjectNode json = Sample.json();
        for (JsonNode answer : json.path("answers")) {
            Sample.judge((ObjectNode) answer, ratio, low, high);
        }
        return json;
    }

    private static TransportAdvice.Line line(JsonNode json, String need) {
        return new TransportAdvice(SavedReport.of(json))
                .lines().stream()
                        .filter(line -> line.need().equals(need))
                        .findFirst()
                        .orElseThrow();
    }
}
