package io.samehost.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.bench.scenario.Latency;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanTest {
    @Test
    void aMessageLargerThanTheLargestIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> MadeUpPlan.raw(List.of(Pattern.PING_PONG), List.of(2 << 20), List.of(1), 1, false));
        assertEquals("message too large: size=2M, use at most 1M", refusal.getMessage());
    }

    @Test
    void zeroRunsAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> MadeUpPlan.raw(List.of(Pattern.PING_PONG), List.of(64), List.of(1), 0, false));
    }

    @Test
    void aStreamOfTheServerInRawBytesOnlyIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> MadeUpPlan.raw(List.of(Pattern.SERVER_STREAM), List.of(64), List.of(1), 1, true));
        assertEquals(
                "no layer that was chosen does it: pattern=server-stream layers=raw, add --layers rpc",
                refusal.getMessage());
    }

    @Test
    void socketBuffersOfDatagramsOnlyAreRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> MadeUpPlan.buffered(List.of(MeasuredTransport.UDP), Pattern.PING_PONG, "16k"));
        assertEquals(
                "socket buffers are set for streams only: transports=udp, add a stream or --socket-buffers default",
                refusal.getMessage());
    }

    @Test
    void aThousandAndOneConnectionsAreRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new Loads.Limits(List.of(1001), List.of(1), new Latency(1)));
        assertEquals("1 to 1000 connections: connections=[1001]", refusal.getMessage());
    }
}
