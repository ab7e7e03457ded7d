package io.samehost.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Latency;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.SendRate;
import io.samehost.bench.scenario.ServerKind;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
    @Test
    void callsAreWarmedUpForLonger() {
        Scenario raw = new Scenario(
                MeasuredTransport.TCP, ServerKind.THREADS, Layer.RAW, Pattern.PING_PONG, new ByteSize(64), 1);
        Scenario rpc = new Scenario(
                MeasuredTransport.TCP, ServerKind.THREADS, Layer.RPC, Pattern.PING_PONG, new ByteSize(64), 1);
        WarmUp warmUp = new WarmUp(0.5, 2);
        assertEquals(0.5, warmUp.secondsOf(raw));
        assertEquals(2, warmUp.secondsOf(rpc));
        assertEquals(0.1, warmUp.secondsOf(raw.floor()));
    }

    @Test
    void connectionsOfRawBytesAreWarmedUpAsCallsAre() {
        Scenario connect = new Scenario(
                MeasuredTransport.TCP, ServerKind.THREADS, Layer.RAW, Pattern.CONNECT, new ByteSize(64), 1);
        assertEquals(2, new WarmUp(0.5, 2).secondsOf(connect));
    }

    @Test
    void aWarmUpEndsAndPausesBeforeTheMeasurementDoes() {
        Scenario rpc = new Scenario(
                MeasuredTransport.TCP, ServerKind.THREADS, Layer.RPC, Pattern.PING_PONG, new ByteSize(64), 1);
        assertEquals(Collections.nCopies(3, Duration.ofSeconds(2)), new WarmUp(0.5, 6).runsOf(rpc));
    }

    @Test
    void theSearchForTheHighestRateIsTheWholeWarmUp() {
        Scenario search = new Scenario(
                MeasuredTransport.TCP,
                ServerKind.THREADS,
                Layer.RPC,
                Pattern.MAX_RATE,
                new ByteSize(64),
                1,
                SendRate.highest(new Latency(1_000_000)));
        assertEquals(List.of(Duration.ofMillis(500)), new WarmUp(0.5, 6).runsOf(search));
    }
}
