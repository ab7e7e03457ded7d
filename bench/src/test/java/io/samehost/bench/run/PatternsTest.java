package io.samehost.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.bench.load.raw.RawConnect;
import io.samehost.bench.load.raw.RawMany;
import io.samehost.bench.load.raw.RawPaced;
import io.samehost.bench.load.raw.RawPingPong;
import io.samehost.bench.load.raw.RawPipelined;
import io.samehost.bench.load.raw.RawStream;
import io.samehost.bench.load.raw.Sockets;
import io.samehost.bench.load.raw.SpinningEcho;
import io.samehost.bench.load.rpc.RpcConnect;
import io.samehost.bench.load.rpc.RpcPaced;
import io.samehost.bench.load.rpc.RpcPipelined;
import io.samehost.bench.load.rpc.RpcServerStream;
import io.samehost.bench.load.rpc.RpcStream;
import io.samehost.bench.load.workload.PacedWorkload;
import io.samehost.bench.load.workload.Schedule;
import io.samehost.bench.load.workload.Workload;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.scenario.Wait;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each pattern beyond ping-pong and pipelined, against the server that is measured. */
final class PatternsTest extends PatternsFixture {
    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void aRawStreamIsCountedByItsSinkAgainAndAgain(ServerKind engine) throws IOException {
        Address address = start(engine, Layer.RAW, Pattern.STREAM);
        try (Workload workload = new RawStream(SOCKETS.connect(address), SIZE_BYTES)) {
            assertGood(workload);
            assertGood(workload);
        }
    }

    @Test
    void aSinkThatMissesMessagesIsAnError() throws IOException {
        Address address = start(ServerKind.THREADS, Layer.RAW, Pattern.STREAM);
        try (Workload workload = new RawStream(SOCKETS.connect(address), 2 * SIZE_BYTES)) {
            workload.run(recording, 0);
        }
        assertEquals(1, recording.errors());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void anRpcStreamIsCountedByItsHandlerAgainAndAgain(ServerKind engine) throws IOException {
        Address address = start(engine, Layer.RPC, Pattern.STREAM);
        try (Workload workload = new RpcStream(Client.connect(address), SIZE_BYTES)) {
            assertGood(workload);
            assertGood(workload);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void anRpcStreamOfTheServerIsCountedByBothEndsAgainAndAgain(ServerKind engine) throws IOException {
        Address address = start(engine, Layer.RPC, Pattern.SERVER_STREAM);
        try (Workload workload = new RpcServerStream(Client.connect(address), SIZE_BYTES)) {
            assertGood(workload);
            assertGood(workload);
        }
    }

    @Test
    void messagesOfAnotherSizeAreErrorsOfAServerStream() throws IOException {
        Address address = start(ServerKind.THREADS, Layer.RPC, Pattern.SERVER_STREAM);
        try (Workload workload = new RpcServerStream(Client.connect(address), 2 * SIZE_BYTES)) {
            workload.run(recording, 0);
        }
        assertEquals(1, recording.errors());
        assertEquals(0, recording.latency().getTotalCount());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void rawConnectionsComeAndGo(ServerKind engine) throws IOException {
        assertGood(new RawConnect(SOCKETS, start(engine, Layer.RAW, Pattern.CONNECT), SIZE_BYTES));
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void rpcConnectionsComeAndGo(ServerKind engine) throws IOException {
        assertGood(new RpcConnect(start(engine, Layer.RPC, Pattern.CONNECT), ClientConfig.DEFAULT, SIZE_BYTES));
    }

    @Test
    void aConnectionThatFailsIsAnErrorAndNotTheEnd() throws IOException {
        Address address = start(ServerKind.THREADS, Layer.RAW, Pattern.CONNECT);
        server.close(Duration.ZERO);
        new RawConnect(SOCKETS, address, SIZE_BYTES).exchange(recording, 0);
        new RpcConnect(address, ClientConfig.DEFAULT, SIZE_BYTES).exchange(recording, 0);
        assertEquals(2, recording.errors());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void manyRawConnectionsHaveOneMessageEach(ServerKind engine) throws IOException {
        Address address = start(engine, Layer.RAW, Pattern.MANY);
        try (Workload workload = new RawMany(SOCKETS.connect(address, 50), SIZE_BYTES)) {
            workload.run(recording, 0);
        }
        assertEquals(50, recording.latency().getTotalCount());
        assertEquals(0, recording.errors());
    }

    @Test
    void largeMessagesOnManyConnectionsGoOutInPieces() throws IOException {
        Address address = start(ServerKind.LOOP, Layer.RAW, Pattern.MANY);
        try (Workload workload = new RawMany(SOCKETS.connect(address, 3), 1 << 20)) {
            workload.run(recording, 0);
        }
        assertEquals(3, recording.latency().getTotalCount());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void manyRpcConnectionsHaveOneCallEach(ServerKind engine) throws IOException {
        Address address = start(engine, Layer.RPC, Pattern.MANY);
        List<Client> clients = List.of(Client.connect(address), Client.connect(address), Client.connect(address));
        try (Workload workload = new RpcPipelined(clients, SIZE_BYTES)) {
            workload.run(recording, 0);
        }
        assertEquals(3, recording.latency().getTotalCount());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void everyPlannedRawMessageIsRepliedOrMissed(ServerKind engine) throws IOException {
        Address address = start(engine, Layer.RAW, Pattern.RATE);
        try (PacedWorkload workload = new RawPaced(SOCKETS.connect(address), SIZE_BYTES)) {
            workload.run(recording, 10_000, SOME_NANOS);
            workload.run(recording, 10_000, SOME_NANOS);
        }
        assertEquals(600, recording.latency().getTotalCount() + recording.missed());
        assertEquals(0, recording.errors());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void everyPlannedCallIsRepliedOrMissed(ServerKind engine) throws IOException {
        Address address = start(engine, Layer.RPC, Pattern.RATE);
        try (PacedWorkload workload = new RpcPaced(Client.connect(address), SIZE_BYTES)) {
            workload.run(recording, 10_000, SOME_NANOS);
            workload.run(recording, 10_000, SOME_NANOS);
        }
        assertEquals(600, recording.latency().getTotalCount() + recording.missed());
        assertEquals(0, recording.errors());
    }

    @Test
    void latencyCountsFromThePlannedTime() throws IOException {
        Address address = start(ServerKind.THREADS, Layer.RAW, Pattern.RATE);
        long plannedNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
        Schedule schedule = new Schedule(plannedNanos, 1, TimeUnit.SECONDS.toNanos(60), 1);
        try (RawPaced workload = new RawPaced(SOCKETS.connect(address), SIZE_BYTES)) {
            workload.run(recording, schedule);
        }
        assertTrue(recording.latency().getMaxValue() >= TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void bothEndsMaySpin() throws IOException {
        try (SpinningEcho echo = SpinningEcho.start("tcp:127.0.0.1:0", BufferSize.DEFAULT);
                Workload pingPong = new RawPingPong(new Sockets(Wait.SPINNING).connect(echo.address()), SIZE_BYTES);
                Workload pipelined =
                        new RawPipelined(new Sockets(Wait.SPINNING).connect(echo.address()), SIZE_BYTES, 8)) {
            assertGood(pingPong);
            assertGood(pipelined);
        }
    }
}
