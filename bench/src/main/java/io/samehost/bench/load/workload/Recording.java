package io.samehost.bench.load.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The counts of a client: a latency for each good reply, and the wrong ones. Used by one thread at a time. */
public final class Recording {
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram latency = emptyHistogram();
    private long errors;
    private long missed;
    private long lost;
    private long vainNanos;

    /** The resolution of all histograms here: 1 ns to 60 s, three digits, as the C floor has it. */
    public static Histogram emptyHistogram() {
        return new Histogram(HIGHEST_NANOS, DIGITS);
    }

    public void reply(long latencyNanos) {
        latency.recordValue(Math.min(latencyNanos, HIGHEST_NANOS));
    }

    /** A reply that is not what was sent. */
    public void error() {
        errors++;
    }

    /** So many messages that got lost, or came although they were not sent. */
    public void errors(long number) {
        errors += number;
    }

    /** As many errors as another recording has. */
    void errorsOf(Recording other) {
        errors += other.errors;
    }

    /** Messages that were planned and not sent, since the client was too far behind. */
    public void missed(long messages) {
        missed += messages;
    }

    /** Datagrams that were sent and never answered. */
    public void lost(long messages) {
        lost += messages;
    }

    /** Time at the end of a run in which nothing came any more: it was needed to know that, and is not measured. */
    public void waitedInVain(long nanos) {
        vainNanos += nanos;
    }

    /** Discards the warm-up, but not its errors: those are never dropped. */
    public void reset() {
        latency.reset();
        missed = 0;
        lost = 0;
        vainNanos = 0;
    }

    /** The recording itself, not a copy. */
    public Histogram latency() {
        return latency;
    }

    public long errors() {
        return errors;
    }

    public long missed() {
        return missed;
    }

    public long lost() {
        return lost;
    }

    /** The form in which a client hands it to its parent, the latency as pairs of nanoseconds and count. */
    public ObjectNode toJson(long elapsedNanos) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("elapsedNanos", elapsedNanos - vainNanos)
                .put("errors", errors)
                .put("missed", missed)
                .put("lost", lost);
        ArrayNode buckets = json.putArray("latency");
        for (HistogramIterationValue bucket : latency.recordedValues()) {
            buckets.addArray().add(bucket.getValueIteratedTo()).add(bucket.getCountAddedInThisIterationStep());
        }
        return json;
    }

    public static Histogram latencyOf(JsonNode json) {
        Histogram histogram = emptyHistogram();
        for (JsonNode bucket : json.path("latency")) {
            long nanos = Math.min(bucket.path(0).asLong(), HIGHEST_NANOS);
            histogram.recordValueWithCount(nanos, bucket.path(1).asLong());
        }
        return histogram;
    }
}
