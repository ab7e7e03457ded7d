package io.samehost.bench;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What one run of one scenario gave.
 *
 * @param latency service time of each good reply, in nanoseconds; do not change it
 * @param errors replies that were wrong, those of the warm-up included
 * @param client what the client process used while it was measured, and so {@code server}
 * @param load how busy the machine was meanwhile, and with what
 * @param buffers the client's socket buffers at the end; empty where the client library does not show its socket
 */
record Measurement(
        Histogram latency,
        long elapsedNanos,
        long errors,
        ProcessUsage client,
        ProcessUsage server,
        MachineLoad load,
        Optional<Buffers> buffers) {

    /** More of a core than this, and the client may be what limits the figure. */
    private static final double SATURATED = 0.95;

    /** SO_SNDBUF and SO_RCVBUF as the JDK tells them, which is half of what Linux lets a socket use. */
    record Buffers(int sendBytes, int receiveBytes) {}

    long messages() {
        return latency.getTotalCount();
    }

    double messagesPerSecond() {
        return messages() * 1e9 / elapsedNanos;
    }

    long percentileNanos(double percentile) {
        return latency.getValueAtPercentile(percentile);
    }

    /** What runs of a pattern are compared by: higher is better. */
    double speed(Pattern pattern) {
        return switch (pattern) {
            case PING_PONG -> (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, percentileNanos(50));
            case PIPELINED -> messagesPerSecond();
        };
    }

    /** Whether the client used about a whole core, so that the server and the socket could have given more. */
    boolean clientSaturated() {
        return client.cpuNanos() > SATURATED * elapsedNanos;
    }

    double perMessage(long total) {
        return (double) total / Math.max(1, messages());
    }
}
