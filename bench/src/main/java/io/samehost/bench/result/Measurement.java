package io.samehost.bench.result;

import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.process.ProcessUsage;
import io.samehost.bench.scenario.Pattern;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The figures of one run of one scenario.
 *
 * @param latency of each good reply, in nanoseconds; do not change it
 * @param errors replies that were wrong, those of the warm-up included
 * @param client what the client process used while it was measured, and so {@code server}
 * @param load how busy the machine was meanwhile, and with what
 * @param missed messages of an open loop that were planned and never sent
 * @param lost datagrams that were sent and never answered
 * @param buffers the client's socket buffers at the end; empty where the client library does not show its socket
 */
public record Measurement(
        Histogram latency,
        long elapsedNanos,
        long errors,
        long missed,
        long lost,
        ProcessUsage client,
        ProcessUsage server,
        MachineLoad load,
        Optional<Buffers> buffers) {

    /** One that missed and lost nothing, as a closed loop over a stream never does. */
    Measurement(
            Histogram latency,
            long elapsedNanos,
            long errors,
            ProcessUsage client,
            ProcessUsage server,
            MachineLoad load,
            Optional<Buffers> buffers) {
        this(latency, elapsedNanos, errors, 0, 0, client, server, load, buffers);
    }

    /** More of a core than this, and the client may be what limits the figure. */
    private static final double SATURATED = 0.95;

    /** Fewer messages of those planned than this share is not the rate that was asked for. */
    private static final double RATE_HELD = 0.99;

    /** SO_SNDBUF and SO_RCVBUF as the JDK tells them, which is half of what Linux lets a socket use. */
    public record Buffers(int sendBytes, int receiveBytes) {}

    public long messages() {
        return latency.getTotalCount();
    }

    public double messagesPerSecond() {
        return messages() * 1e9 / elapsedNanos;
    }

    public long percentileNanos(double percentile) {
        return latency.getValueAtPercentile(percentile);
    }

    /** The figure that runs of a pattern are compared by: higher is better. */
    public double speed(Pattern pattern) {
        return switch (pattern) {
            case PING_PONG -> perSecond(percentileNanos(50));
            case RATE -> perSecond(percentileNanos(99));
            case PIPELINED, BULK, STREAM, SERVER_STREAM, CONNECT, MAX_RATE, MANY, FLOOD -> messagesPerSecond();
        };
    }

    private static double perSecond(long nanos) {
        return (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos);
    }

    /** True if so many messages could not be sent in time that the latency of the others says little. */
    public boolean rateMissed() {
        return messages() < RATE_HELD * (messages() + missed);
    }

    /** True if the client used about a whole core, so that the server and the socket could have given more. */
    public boolean clientSaturated() {
        return client.cpuNanos() > SATURATED * elapsedNanos;
    }

    public double perMessage(long total) {
        return (double) total / Math.max(1, messages());
    }
}
