package io.samehost.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * One scenario over all its runs.
 *
 * @param load which rows it stands beside: {@code 64 B ping-pong}
 * @param implementation how it is done, without the transport: {@code raw, threads}
 * @param figures the row as it was saved; a row whose runs all failed has no figures
 * @param measured the runs that gave figures
 */
record SavedRow(
        String load,
        String implementation,
        String layer,
        String engine,
        String waiting,
        String transport,
        String pattern,
        long sizeBytes,
        int inFlight,
        List<String> problems,
        JsonNode figures,
        List<JsonNode> measured) {

    /** Which process of the pair. */
    enum Side {
        CLIENT,
        SERVER;

        private String field() {
            return this == CLIENT ? "client" : "server";
        }
    }

    static SavedRow of(JsonNode row, JsonNode allRuns) {
        return new SavedRow(
                row.path("load").asText(),
                row.path("implementation").asText(),
                row.path("layer").asText(),
                row.path("engine").asText(),
                row.path("wait").asText(),
                row.path("transport").asText(),
                row.path("pattern").asText(),
                row.path("sizeBytes").asLong(),
                row.path("inFlight").asInt(),
                SavedReport.texts(row.path("problems")),
                row,
                StreamSupport.stream(allRuns.spliterator(), false)
                        .filter(run -> run.path("outcome").asText().equals("measured"))
                        .filter(run -> isOf(run, row))
                        .toList());
    }

    private static boolean isOf(JsonNode run, JsonNode row) {
        return List.of("load", "implementation", "transport").stream()
                .allMatch(field -> run.path(field).equals(row.path(field)));
    }

    boolean isFloor() {
        return layer.equals("floor");
    }

    /** Of the socket, at both ends; 0 where they took what the system gives. */
    int askedBufferBytes() {
        return figures.path("askedBufferBytes").asInt();
    }

    int runs() {
        return figures.path("runs").asInt();
    }

    long messages() {
        return figures.path("messages").asLong();
    }

    long errors() {
        return figures.path("errors").asLong();
    }

    /** Datagrams without an answer. */
    long lost() {
        return figures.path("lost").asLong();
    }

    /** Of all that were sent. */
    double lostShare() {
        return lost() / (double) Math.max(1, messages() + lost());
    }

    /** Where the median over runs of what is compared lies; empty for a row without figures. */
    Optional<Span> interval() {
        JsonNode interval = figures.path("interval");
        return interval.isObject()
                ? Optional.of(new Span(
                        interval.path("of").asText().endsWith("Nanos"),
                        interval.path("low").asDouble(),
                        interval.path("high").asDouble()))
                : Optional.empty();
    }

    /** Of nanoseconds, or of messages a second. */
    record Span(boolean isLatency, double low, double high) {
        @Override
        public String toString() {
            return isLatency
                    ? Figures.threeDigits(low / 1000) + "–" + Figures.threeDigits(high / 1000) + " µs"
                    : Figures.whole(low) + "–" + Figures.whole(high) + "/s";
        }
    }

    /** Buffers of the client's socket in bytes, to send and to receive; empty where the client does not show its socket. */
    Optional<String> buffers() {
        return figures.has("sendBufferBytes")
                ? Optional.of(Figures.whole(figures.path("sendBufferBytes").asDouble()) + " / "
                        + Figures.whole(figures.path("receiveBufferBytes").asDouble()))
                : Optional.empty();
    }

    boolean clientSaturated() {
        return figures.path("clientSaturated").asBoolean();
    }

    /** A figure of the row by its name in the file; empty where it was not measured. */
    OptionalDouble figure(String name) {
        JsonNode figure = figures.path(name);
        return figure.isNumber() ? OptionalDouble.of(figure.asDouble()) : OptionalDouble.empty();
    }

    OptionalDouble micros(String nanosName) {
        OptionalDouble nanos = figure(nanosName);
        return nanos.isPresent() ? OptionalDouble.of(nanos.getAsDouble() / 1000) : nanos;
    }

    OptionalDouble messagesPerSecond() {
        return figure("messagesPerSecond");
    }

    /** In one direction, a megabyte being a million bytes. */
    OptionalDouble megabytesPerSecond() {
        OptionalDouble rate = messagesPerSecond();
        return rate.isPresent() ? OptionalDouble.of(rate.getAsDouble() * (double) sizeBytes / 1e6) : rate;
    }

    OptionalDouble cpuMicrosPerMessage(Side side) {
        OptionalDouble nanos = perMessage(side, "cpuNanos");
        return nanos.isPresent() ? OptionalDouble.of(nanos.getAsDouble() / 1000) : nanos;
    }

    /** Voluntary and involuntary context switches together. */
    OptionalDouble switchesPerMessage(Side side) {
        return perMessage(side, "voluntarySwitches", "involuntarySwitches");
    }

    /** Of the read and write families; empty where the kernel does not count what the process calls. */
    OptionalDouble readWriteCallsPerMessage(Side side) {
        return perMessage(side, "readWriteCalls");
    }

    /** The median over runs of the sum of some counters of one process, for each message. */
    private OptionalDouble perMessage(Side side, String... counters) {
        double[] perRun = measured.stream()
                .filter(run -> run.path("messages").asLong() > 0)
                .filter(run -> run.path(side.field()).has(counters[0]))
                .mapToDouble(run -> sum(run.path(side.field()), counters)
                        / run.path("messages").asDouble())
                .sorted()
                .toArray();
        int middle = perRun.length / 2;
        if (perRun.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(perRun.length % 2 == 1 ? perRun[middle] : (perRun[middle - 1] + perRun[middle]) / 2);
    }

    private static double sum(JsonNode usage, String... counters) {
        return Arrays.stream(counters)
                .mapToDouble(counter -> usage.path(counter).asDouble())
                .sum();
    }

    /** The latencies of all runs together; empty where the pattern has none or no run gave any. */
    Optional<Histogram> latency() {
        List<Histogram> perRun = new ArrayList<>();
        for (JsonNode run : measured) {
            if (run.hasNonNull("latencyHistogram")) {
                perRun.add(decoded(run.path("latencyHistogram").asText()));
            }
        }
        return perRun.stream().reduce((all, one) -> {
            all.add(one);
            return all;
        });
    }

    private static Histogram decoded(String base64) {
        try {
            Histogram histogram = Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)), 0);
            histogram.setAutoResize(true);
            return histogram;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a compressed histogram: characters=" + base64.length(), e);
        }
    }

    @Override
    public String toString() {
        return load + ", " + implementation + ", " + transport;
    }
}
