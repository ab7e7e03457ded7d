package io.samehost.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.bench.load.BenchServer;
import io.samehost.bench.load.raw.DatagramEcho;
import io.samehost.bench.load.raw.DatagramFlood;
import io.samehost.bench.load.raw.DatagramPingPong;
import io.samehost.bench.load.rpc.RpcFlood;
import io.samehost.bench.load.workload.SteppedWorkload;
import io.samehost.bench.load.workload.Workload;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.scenario.Wait;
import io.samehost.client.ClientConfig;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.ListenOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Patterns of datagrams, which may be lost. */
final class DatagramPatternsTest extends PatternsFixture {
    @ParameterizedTest
    @EnumSource
    void datagramsGoBackAndForth(Wait wait) throws IOException {
        try (DatagramEcho echo = DatagramEcho.start("udp:127.0.0.1:0", wait);
                Workload workload = new DatagramPingPong(Datagrams.connect(echo.address()), wait, SIZE_BYTES)) {
            assertGood(workload);
            assertEquals(0, recording.lost());
        }
    }

    @Test
    void aDatagramWithoutAnEchoIsLostAndTheNextIsSent() throws IOException {
        try (DatagramPort silent = Datagrams.bind(Address.parse("udp:127.0.0.1:0"), ListenOptions.DEFAULT);
                SteppedWorkload workload =
                        new DatagramPingPong(Datagrams.connect(silent.address()), Wait.BLOCKING, SIZE_BYTES)) {
            workload.exchange(recording, System.nanoTime());
            workload.exchange(recording, System.nanoTime());
        }
        assertEquals(2, recording.lost());
        assertEquals(0, recording.errors());
    }

    @Test
    void aFloodIsAnsweredOrLost() throws IOException {
        try (DatagramEcho echo = DatagramEcho.start("udp:127.0.0.1:0", Wait.BLOCKING);
                Workload workload = new DatagramFlood(Datagrams.connect(echo.address()), SIZE_BYTES)) {
            assertGood(workload);
        }
    }

    @Test
    void aFloodThatNobodyAnswersIsLost() throws IOException {
        try (DatagramPort silent = Datagrams.bind(Address.parse("udp:127.0.0.1:0"), ListenOptions.DEFAULT);
                Workload workload = new DatagramFlood(Datagrams.connect(silent.address()), SIZE_BYTES)) {
            workload.run(recording, SOME_NANOS);
        }
        assertTrue(recording.lost() > 0);
        assertEquals(0, recording.latency().getTotalCount());
    }

    @Test
    void callsFloodByDatagrams() throws IOException {
        server = BenchServer.start(
                new Scenario(
                        MeasuredTransport.UDP,
                        ServerKind.THREADS,
                        Layer.RPC,
                        Pattern.FLOOD,
                        new ByteSize(SIZE_BYTES),
                        1),
                "udp:127.0.0.1:0");
        assertGood(new RpcFlood(server.addresses().get(0), ClientConfig.DEFAULT.withAnyServerUser(), SIZE_BYTES));
    }
}
