package io.samehost.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.address.ListenFailedException;
import io.samehost.bench.load.raw.RawPipelined;
import io.samehost.bench.load.raw.Sockets;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.SteppedWorkload;
import io.samehost.bench.scenario.BufferSize;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The raw pipelined client blocks in write, and the echo service stops to read where nobody reads its echo. The largest
 * window of each size must fit between them, over every transport and with both engines.
 */
@Timeout(60)
final class EchoDeadlockTest {
    private static final int EXCHANGES = 200;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("everyTransportEngineAndSize")
    void theLargestWindowNeverBlocksBothEnds(MeasuredTransport transport, ServerKind engine, int sizeBytes)
            throws IOException {
        exchange(scenario(transport, engine, sizeBytes, BufferSize.DEFAULT));
    }

    @ParameterizedTest
    @MethodSource("everyTransportEngineAndBuffers")
    void norDoesItWithOtherSocketBuffers(MeasuredTransport transport, ServerKind engine, int sizeBytes, int bufferBytes)
            throws IOException {
        exchange(scenario(transport, engine, sizeBytes, new BufferSize(bufferBytes)));
    }

    private static Scenario scenario(
            MeasuredTransport transport, ServerKind engine, int sizeBytes, BufferSize buffers) {
        ByteSize size = new ByteSize(sizeBytes);
        return new Scenario(
                transport,
                engine,
                Layer.RAW,
                Wait.BLOCKING,
                Pattern.PIPELINED,
                size,
                Scenario.largestWindow(size, buffers),
                SendRate.CLOSED,
                buffers);
    }

    private void exchange(Scenario scenario) throws IOException {
        Recording recording = new Recording();
        Server server = start(scenario);
        Sockets sockets = new Sockets(Wait.BLOCKING, scenario.buffers());
        try (SteppedWorkload workload = new RawPipelined(
                sockets.connect(server.addresses().get(0)), scenario.size().bytes(), scenario.inFlight())) {
            for (int i = 0; i < EXCHANGES; i++) {
                workload.exchange(recording, System.nanoTime());
            }
            workload.drain(recording);
        } finally {
            server.close(Duration.ZERO);
        }
        assertEquals(0, recording.errors());
    }

    private Server start(Scenario scenario) throws IOException {
        try {
            return BenchServer.start(scenario, scenario.transport().address(directory));
        } catch (ListenFailedException e) {
            return Assumptions.abort(e.getMessage());
        }
    }

    static Stream<Arguments> everyTransportEngineAndSize() {
        return everyTransportAndEngine()
                .flatMap(one -> Stream.of(1, 64, 16 * 1024, 64 * 1024, 200 * 1024, 1024 * 1024)
                        .map(size -> Arguments.of(one.get()[0], one.get()[1], size)));
    }

    static Stream<Arguments> everyTransportEngineAndBuffers() {
        return everyTransportAndEngine()
                .flatMap(one -> Stream.of(64, 16 * 1024, 1024 * 1024)
                        .flatMap(size -> Stream.of(4096, 64 * 1024, 1024 * 1024)
                                .map(buffer -> Arguments.of(one.get()[0], one.get()[1], size, buffer))));
    }

    private static Stream<Arguments> everyTransportAndEngine() {
        return MeasuredTransport.choosable().stream()
                .filter(transport -> transport != MeasuredTransport.TCP_NAGLE && !transport.isDatagram())
                .flatMap(transport ->
                        Stream.of(ServerKind.THREADS, ServerKind.LOOP).map(engine -> Arguments.of(transport, engine)));
    }
}
