package io.samehost.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the runs say about two transports under one load.
 *
 * @param ratio how many times as fast the first is as the second; empty where the verdict is withheld
 * @param words the sentence about both
 * @param direct the same for the families, where it is about AF_UNIX and TCP
 */
record SavedAnswer(
        String load,
        String implementation,
        String pattern,
        long sizeBytes,
        int inFlight,
        String left,
        String right,
        String by,
        Optional<Ratio> ratio,
        boolean shown,
        String words,
        Optional<String> direct) {

    /** With the interval that the runs give it. */
    record Ratio(double value, double low, double high) {

        /** Seen from the other side. */
        private Ratio inverse() {
            return new Ratio(1 / value, 1 / high, 1 / low);
        }
    }

    static SavedAnswer of(JsonNode json) {
        return new SavedAnswer(
                json.path("load").asText(),
                json.path("implementation").asText(),
                json.path("pattern").asText(),
                json.path("sizeBytes").asLong(),
                json.path("inFlight").asInt(),
                json.path("transport").asText(),
                json.path("comparedWith").asText(),
                json.path("by").asText(),
                json.has("ratio")
                        ? Optional.of(new Ratio(
                                json.path("ratio").asDouble(),
                                json.path("ratioLow").asDouble(),
                                json.path("ratioHigh").asDouble()))
                        : Optional.empty(),
                json.path("verdict").asText().equals("shown"),
                json.path("words").asText(),
                json.hasNonNull("direct") ? Optional.of(json.path("direct").asText()) : Optional.empty());
    }

    /** The sentence without the load and the implementation that it starts with. */
    String verdict() {
        String start = load + ", " + implementation + ": ";
        return words.startsWith(start) ? words.substring(start.length()) : words;
    }

    private boolean leftIsUnix() {
        return left.startsWith("unix");
    }

    /** How many times as fast AF_UNIX is as TCP; empty where the verdict is withheld or about something else. */
    Optional<Ratio> unixToTcp() {
        return direct.isEmpty() ? Optional.empty() : leftIsUnix() ? ratio : ratio.map(Ratio::inverse);
    }

    /** Whether AF_UNIX was shown to be the faster one, or not. Only for answers to the question. */
    boolean unixWins() {
        return shown && ratio.isPresent() && ratio.get().value() > 1 == leftIsUnix();
    }

    boolean tcpWins() {
        return shown && ratio.isPresent() && !unixWins();
    }
}
