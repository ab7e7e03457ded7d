package io.samehost.bench.plan;

import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Latency;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The work that clients do.
 *
 * @param inFlight windows of the pipelined pattern; one that is too large for a size is cut if both ends block
 * @param buffers socket buffers; rows that cannot have them are measured with the default, if that is among them
 * @param limits the numbers that patterns without a window vary
 */
public record Loads(
        List<Pattern> patterns, List<ByteSize> sizes, List<Integer> inFlight, List<BufferSize> buffers, Limits limits) {

    /** The buffers that the system gives. */
    static final List<BufferSize> SYSTEM_BUFFERS = List.of(BufferSize.DEFAULT);

    private static final ByteSize LARGEST = new ByteSize(1 << 20);

    public Loads {
        patterns = List.copyOf(patterns);
        sizes = List.copyOf(sizes);
        inFlight = List.copyOf(inFlight);
        buffers = List.copyOf(buffers);
        if (inFlight.stream().anyMatch(window -> window < 1)) {
            throw new IllegalArgumentException("at least one message is in flight: inFlight=" + inFlight);
        }
        for (ByteSize size : sizes) {
            if (size.bytes() > LARGEST.bytes()) {
                throw new IllegalArgumentException("message too large: size=" + size + ", use at most " + LARGEST);
            }
        }
    }

    /** The same with the system's socket buffers and the usual limits. */
    public static Loads of(List<Pattern> patterns, List<ByteSize> sizes, List<Integer> inFlight) {
        return new Loads(patterns, sizes, inFlight, SYSTEM_BUFFERS, Limits.DEFAULT);
    }

    public Loads withBuffers(List<BufferSize> others) {
        return new Loads(patterns, sizes, inFlight, others, limits);
    }

    boolean setsBuffers() {
        return buffers.stream().anyMatch(one -> !one.isDefault());
    }

    /**
     * The numbers that patterns without a window vary.
     *
     * @param connections of the many pattern
     * @param ratesPerSecond of the rate pattern
     * @param p99Bound the 99th percentile that max-rate must hold
     */
    public record Limits(List<Integer> connections, List<Integer> ratesPerSecond, Latency p99Bound) {

        public static final Limits DEFAULT =
                new Limits(List.of(1, 10, 100, 1000), List.of(10_000), new Latency(TimeUnit.MICROSECONDS.toNanos(500)));

        /** Above this, a run of a few seconds says more about the timer of the client than about sockets. */
        private static final int HIGHEST_RATE = 1_000_000;

        public Limits {
            connections = List.copyOf(connections);
            ratesPerSecond = List.copyOf(ratesPerSecond);
            if (connections.stream().anyMatch(number -> number < 1 || number > Scenario.MOST_CONNECTIONS)) {
                throw new IllegalArgumentException(
                        "1 to " + Scenario.MOST_CONNECTIONS + " connections: connections=" + connections);
            }
            if (ratesPerSecond.stream().anyMatch(rate -> rate < 1 || rate > HIGHEST_RATE)) {
                throw new IllegalArgumentException("1 to " + HIGHEST_RATE + " a second: rates=" + ratesPerSecond);
            }
            if (p99Bound.nanos() < 1) {
                throw new IllegalArgumentException("a bound must be more than nothing: p99=" + p99Bound);
            }
        }
    }
}
