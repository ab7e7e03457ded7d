package io.samehost.bench.saved;

import io.samehost.bench.result.Quiet;
import io.samehost.bench.result.Statistics;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * One scenario over all its runs.
 *
 * @param json a row whose runs all failed has no figures
 * @param measured the runs that gave figures and count
 */
public record SavedRow(ReportJson.Row json, List<ReportJson.Run> measured) {

    /** A process of the pair. */
    public enum Side {
        CLIENT,
        SERVER;

        private ReportJson.Usage of(ReportJson.Run run) {
            return this == CLIENT ? run.client() : run.server();
        }
    }

    static SavedRow of(ReportJson.Row row, List<ReportJson.Run> allRuns) {
        return new SavedRow(
                row,
                Quiet.counted(
                        allRuns.stream()
                                .filter(run ->
                                        run.isMeasured() && run.measured().isTheSameRow(row.measured()))
                                .toList(),
                        run -> run.machine().disturbing()));
    }

    /** The name of the rows that it stands beside: {@code 64 B ping-pong}. */
    public String load() {
        return json.measured().load();
    }

    /** The program without the transport: {@code raw, threads}. */
    public String implementation() {
        return json.measured().implementation();
    }

    public String layer() {
        return json.measured().layer();
    }

    public String engine() {
        return json.measured().engine();
    }

    public String waiting() {
        return json.measured().waiting();
    }

    public String transport() {
        return json.measured().transport();
    }

    public String pattern() {
        return json.measured().pattern();
    }

    public long sizeBytes() {
        return json.measured().sizeBytes();
    }

    public int inFlight() {
        return json.measured().inFlight();
    }

    /** The socket buffers that both ends asked for; 0 if they took what the system gives. */
    public int askedBufferBytes() {
        return json.measured().askedBufferBytes();
    }

    public List<String> problems() {
        return json.problems();
    }

    public int runs() {
        return json.runs();
    }

    public long messages() {
        return json.messages();
    }

    public long errors() {
        return json.errors();
    }

    /** Datagrams without an answer. */
    public long lost() {
        return json.lost();
    }

    /** The lost datagrams by all that were sent. */
    public double lostShare() {
        return lost() / (double) Math.max(1, messages() + lost());
    }

    /** The interval of the median over runs of the figure that is compared; empty for a row without figures. */
    public Optional<Span> interval() {
        return Optional.ofNullable(json.interval())
                .map(interval -> new Span(interval.of().endsWith("Nanos"), interval.low(), interval.high()));
    }

    /** A span of nanoseconds, or of messages a second. */
    public record Span(boolean isLatency, double low, double high) {}

    /** True if the client shows its socket, and so how large its buffers are. */
    public boolean showsBuffers() {
        return json.sendBufferBytes() > 0;
    }

    public int sendBufferBytes() {
        return json.sendBufferBytes();
    }

    public int receiveBufferBytes() {
        return json.receiveBufferBytes();
    }

    public boolean clientSaturated() {
        return json.clientSaturated();
    }

    /** p50, p90, p99, p99.9 and the maximum; empty ones for a row without figures. */
    public List<OptionalDouble> latencyNanos() {
        return Stream.of(json.p50Nanos(), json.p90Nanos(), json.p99Nanos(), json.p999Nanos(), json.maxNanos())
                .map(this::ifMeasured)
                .toList();
    }

    public List<OptionalDouble> latencyMicros() {
        return latencyNanos().stream().map(SavedRow::micros).toList();
    }

    public OptionalDouble messagesPerSecond() {
        return ifMeasured(json.messagesPerSecond());
    }

    /** In one direction, a megabyte being a million bytes. */
    public OptionalDouble megabytesPerSecond() {
        return ifMeasured(json.messagesPerSecond() * (double) sizeBytes() / 1e6);
    }

    /** The time by that of the same in C; empty if one of both was not measured. */
    public OptionalDouble ratioToFloor() {
        return json.ratioToFloor() > 0 ? OptionalDouble.of(json.ratioToFloor()) : OptionalDouble.empty();
    }

    private OptionalDouble ifMeasured(double figure) {
        return runs() > 0 ? OptionalDouble.of(figure) : OptionalDouble.empty();
    }

    private static OptionalDouble micros(OptionalDouble nanos) {
        return nanos.isPresent() ? OptionalDouble.of(nanos.getAsDouble() / 1000) : nanos;
    }

    public OptionalDouble cpuMicrosPerMessage(Side side) {
        return micros(perMessage(side, ReportJson.Usage::cpuNanos));
    }

    /** Voluntary and involuntary context switches together. */
    public OptionalDouble switchesPerMessage(Side side) {
        return perMessage(side, usage -> usage.voluntarySwitches() + usage.involuntarySwitches());
    }

    /**
     * Calls of the read and write families; empty if messages take others, which the kernel does not count: one end then has
     * none, and the other one those to its parent.
     */
    public OptionalDouble readWriteCallsPerMessage(Side side) {
        boolean counted = Stream.of(Side.values())
                .allMatch(
                        one -> perMessage(one, ReportJson.Usage::readWriteCalls).orElse(0) > 0);
        return counted ? perMessage(side, ReportJson.Usage::readWriteCalls) : OptionalDouble.empty();
    }

    /** The median over runs of a counter of one process, for each message. */
    private OptionalDouble perMessage(Side side, ToLongFunction<ReportJson.Usage> counter) {
        double[] perRun = measured.stream()
                .filter(run -> run.messages() > 0)
                .mapToDouble(run -> (double) counter.applyAsLong(side.of(run)) / run.messages())
                .toArray();
        return perRun.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(perRun));
    }

    /** The latencies of all runs together; empty if the pattern has none or no run gave any. */
    public Optional<Histogram> latency() {
        return measured.stream()
                .map(ReportJson.Run::latencyHistogram)
                .filter(base64 -> !base64.isEmpty())
                .map(SavedRow::decoded)
                .reduce((all, one) -> {
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
        return load() + ", " + implementation() + ", " + transport();
    }
}
