package io.samehost.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.bench.load.BenchServer;
import io.samehost.bench.load.raw.Sockets;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Workload;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.SendRate;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.scenario.Wait;
import io.samehost.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A server that is measured, and the record of one client. */
@Timeout(60)
abstract class PatternsFixture {
    static final long SOME_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    static final int SIZE_BYTES = 64;
    static final Sockets SOCKETS = new Sockets(Wait.BLOCKING);
    final Recording recording = new Recording();
    Server server;

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close(Duration.ZERO);
        }
    }

    void assertGood(Workload workload) throws IOException {
        workload.run(recording, SOME_NANOS);
        assertTrue(recording.latency().getTotalCount() > 0);
        assertEquals(0, recording.errors());
    }

    Address start(ServerKind engine, Layer layer, Pattern pattern) throws IOException {
        SendRate pace = pattern == Pattern.RATE ? SendRate.fixed(1) : SendRate.CLOSED;
        server = BenchServer.start(
                new Scenario(MeasuredTransport.TCP, engine, layer, pattern, new ByteSize(SIZE_BYTES), 1, pace),
                "tcp:127.0.0.1:0");
        return server.addresses().get(0);
    }
}
