package io.samehost.bench.peers;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;

/** Counts a client's calls. Used by one thread at a time. */
final class Recording {
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Histogram latency = new Histogram(HIGHEST_NANOS, 3);
    private long errors;

    void reply(boolean good, long latencyNanos) {
        if (good) {
            latency.recordValue(Math.min(latencyNanos, HIGHEST_NANOS));
        } else {
            errors++;
        }
    }

    /** Discards the warm-up, but not its errors: those are never dropped. */
    void reset() {
        latency.reset();
    }

    String toJson(long elapsedNanos) {
        String pairs = StreamSupport.stream(latency.recordedValues().spliterator(), false)
                .map(value -> "[" + value.getValueIteratedTo() + ',' + value.getCountAddedInThisIterationStep() + ']')
                .collect(Collectors.joining(","));
        return "{\"elapsedNanos\":" + elapsedNanos + ",\"errors\":" + errors + ",\"latency\":[" + pairs + "]}";
    }
}
