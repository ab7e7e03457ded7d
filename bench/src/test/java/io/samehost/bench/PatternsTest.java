package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.server.Server;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.ListenOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each pattern beyond ping-pong and pipelined, against the server that is measured. */
@Timeout(60)
final class PatternsTest {
    private static final long SOME_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final int SIZE_BYTES = 64;
    private static final Sockets SOCKETS = new Sockets(Wait.BLOCKING);

    private final Recording recording = new Recording();
    private Server server;

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void aRawStreamIsCountedByItsSinkAgainAndAgain(Engine engine) throws IOException {
        Address address = start(engine, Layer.RAW, Pattern.STREAM);
        try (Workload workload = new RawStream(SOCKETS.connect(address), SIZE_BYTES)) {
            assertGood(workload);
            assertGood(workload);
        }
    }

    @Test
    void aSinkThatMissesMessagesIsAnError() throws IOException {
        Address address = start(Engine.THREADS, Layer.RAW, Pattern.STREAM);
        try (Workload workload = new RawStream(SOCKETS.connect(address), 2 * SIZE_BYTES)) {
            workload.run(recording, 0);
        }
        assertEquals(1, recording.errors());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void anRpcStreamIsCountedByItsHandlerAgainAndAgain(Engine engine) throws IOException {
        Address address = start(engine, Layer.RPC, Pattern.STREAM);
        try (Workload workload = new RpcStream(Client.connect(address), SIZE_BYTES)) {
            assertGood(workload);
            assertGood(workload);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void anRpcStreamOfTheServerIsCountedByBothEndsAgainAndAgain(Engine engine) throws IOException {
        Address address = start(engine, Layer.RPC, Pattern.SERVER_STREAM);
        try (Workload workload = new RpcServerStream(Client.connect(address), SIZE_BYTES)) {
            assertGood(workload);
            assertGood(workload);
        }
    }

    @Test
    void messagesOfAnotherSizeAreErrorsOfAServerStream() throws IOException {
        Address address = start(Engine.THREADS, Layer.RPC, Pattern.SERVER_STREAM);
        try (Workload workload = new RpcServerStream(Client.connect(address), 2 * SIZE_BYTES)) {
            workload.run(recording, 0);
        }
        assertEquals(1, recording.errors());
        assertEquals(0, recording.latency().getTotalCount());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void rawConnectionsComeAndGo(Engine engine) throws IOException {
        assertGood(new RawConnect(SOCKETS, start(engine, Layer.RAW, Pattern.CONNECT), SIZE_BYTES));
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void rpcConnectionsComeAndGo(Engine engine) throws IOException {
        assertGood(new RpcConnect(start(engine, Layer.RPC, Pattern.CONNECT), ClientConfig.DEFAULT, SIZE_BYTES));
    }

    @Test
    void aConnectionThatFailsIsAnErrorAndNotTheEnd() throws IOException {
        Address address = start(Engine.THREADS, Layer.RAW, Pattern.CONNECT);
        server.close(Duration.ZERO);
        new RawConnect(SOCKETS, address, SIZE_BYTES).exchange(recording, 0);
        new RpcConnect(address, ClientConfig.DEFAULT, SIZE_BYTES).exchange(recording, 0);
        assertEquals(2, recording.errors());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void manyRawConnectionsHaveOneMessageEach(Engine engine) throws IOException {
        Address address = start(engine, Layer.RAW, Pattern.MANY);
        try (Workload workload = new RawMany(SOCKETS.connect(address, 50), SIZE_BYTES)) {
            workload.run(recording, 0);
        }
        assertEquals(50, recording.latency().getTotalCount());
        assertEquals(0, recording.errors());
    }

    @Test
    void largeMessagesOnManyConnectionsGoOutInPieces() throws IOException {
        Address address = start(Engine.LOOP, Layer.RAW, Pattern.MANY);
        try (Workload workload = new RawMany(SOCKETS.connect(address, 3), 1 << 20)) {
            workload.run(recording, 0);
        }
        assertEquals(3, recording.latency().getTotalCount());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void manyRpcConnectionsHaveOneCallEach(Engine engine) throws IOException {
        Address address = start(engine, Layer.RPC, Pattern.MANY);
        List<Client> clients = List.of(Client.connect(address), Client.connect(address), Client.connect(address));
        try (Workload workload = new RpcPipelined(clients, SIZE_BYTES)) {
            workload.run(recording, 0);
        }
        assertEquals(3, recording.latency().getTotalCount());
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "LOOP"})
    void everyPlannedRawMessageIsRepliedOrMissed(Engine engine) throws IOException {
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
    void everyPlannedCallIsRepliedOrMissed(Engine engine) throws IOException {
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
        Address address = start(Engine.THREADS, Layer.RAW, Pattern.RATE);
        long plannedNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
        Schedule schedule = new Schedule(plannedNanos, 1, TimeUnit.SECONDS.toNanos(60), 1);
        try (RawPaced workload = new RawPaced(SOCKETS.connect(address), SIZE_BYTES)) {
            workload.run(recording, schedule);
        }
        assertTrue(recording.latency().getMaxValue() >= TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void bothEndsMaySpin() throws IOException {
        try (SpinningEcho echo = SpinningEcho.start("tcp:127.0.0.1:0", SocketBuffers.DEFAULT);
                Workload pingPong = new RawPingPong(new Sockets(Wait.SPINNING).connect(echo.address()), SIZE_BYTES);
                Workload pipelined =
                        new RawPipelined(new Sockets(Wait.SPINNING).connect(echo.address()), SIZE_BYTES, 8)) {
            assertGood(pingPong);
            assertGood(pipelined);
        }
    }

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
                new Scenario(Transport.UDP, Engine.THREADS, Layer.RPC, Pattern.FLOOD, new ByteSize(SIZE_BYTES), 1),
                "udp:127.0.0.1:0");
        assertGood(new RpcFlood(server.addresses().get(0), SIZE_BYTES));
    }

    private void assertGood(Workload workload) throws IOException {
        workload.run(recording, SOME_NANOS);
        assertTrue(recording.latency().getTotalCount() > 0);
        assertEquals(0, recording.errors());
    }

    private Address start(Engine engine, Layer layer, Pattern pattern) throws IOException {
        Pace pace = pattern == Pattern.RATE ? Pace.fixed(1) : Pace.CLOSED;
        server = BenchServer.start(
                new Scenario(Transport.TCP, engine, layer, pattern, new ByteSize(SIZE_BYTES), 1, pace),
                "tcp:127.0.0.1:0");
        return server.addresses().get(0);
    }
}
