package io.samehost.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.process.Jvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScenarioTest {

    @Test
    void readsAsASentenceForReports() {
        assertEquals(
                "1 KiB pipelined, 64 in flight, raw, threads, unix",
                pipelined(1024, 64).toString());
    }

    @Test
    void aWindowThatCouldBlockBothEndsIsRefused() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> pipelined(64 * 1024, 64));
        assertEquals("window out of range: inFlight=64 largest=3", refusal.getMessage());
    }

    @Test
    void callsMayHaveMoreInFlightThanSocketsHoldAndTheirFloorHasAsMuchAsItCan() {
        Scenario calls = new Scenario(
                MeasuredTransport.UNIX, ServerKind.LOOP, Layer.RPC, Pattern.PIPELINED, new ByteSize(64 * 1024), 8);
        assertEquals(3, calls.floor().inFlight());
    }

    @Test
    void aPeerIsNoEngineOfOurs() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(
                        MeasuredTransport.UNIX, ServerKind.NNG, Layer.RPC, Pattern.PING_PONG, new ByteSize(64), 1));
    }

    @Test
    void pingPongHasOneMessageInFlight() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(
                        MeasuredTransport.UNIX, ServerKind.THREADS, Layer.RAW, Pattern.PING_PONG, new ByteSize(64), 2));
    }

    @Test
    void theFloorHasNoJavaEngine() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(
                        MeasuredTransport.UNIX, ServerKind.LOOP, Layer.FLOOR, Pattern.PING_PONG, new ByteSize(64), 1));
    }

    @Test
    void theFloorDoesTheSameOverTheSameKindOfSocket() {
        Scenario junixsocket = pipelined(64, 8).over(MeasuredTransport.UNIX_JUNIXSOCKET);
        assertEquals(
                new Scenario(MeasuredTransport.UNIX, ServerKind.C, Layer.FLOOR, Pattern.PIPELINED, new ByteSize(64), 8),
                junixsocket.floor());
    }

    @Test
    void socketBuffersAreTheLastOfItsLoad() {
        assertEquals(
                "1 KiB pipelined, 8 in flight, 64 KiB socket buffers, raw, threads, unix",
                pipelined(1024, 8, new BufferSize(64 * 1024)).toString());
    }

    @Test
    void theFloorHasTheSameSocketBuffers() {
        BufferSize buffers = new BufferSize(64 * 1024);
        assertEquals(buffers, pipelined(1024, 8, buffers).floor().buffers());
    }

    @Test
    void smallerSocketBuffersHoldFewerMessagesInFlight() {
        BufferSize small = new BufferSize(4096);
        assertEquals(14, Scenario.largestWindow(new ByteSize(64), small));
        assertThrows(IllegalArgumentException.class, () -> pipelined(64, 15, small));
    }

    @Test
    void largerSocketBuffersHoldMoreMessagesInFlightUpToWhatAKernelGivesThatWasNotToldOtherwise() {
        ByteSize size = new ByteSize(64 * 1024);
        assertEquals(3, Scenario.largestWindow(size, BufferSize.DEFAULT));
        assertEquals(6, Scenario.largestWindow(size, new BufferSize(256 * 1024)));
        assertEquals(6, Scenario.largestWindow(size, new BufferSize(1 << 30)));
    }

    @Test
    void aMessageThatSmallSocketBuffersDoNotHoldIsEchoedWhole() {
        assertFalse(pipelined(16 * 1024, 1, BufferSize.DEFAULT).isEchoedWhole());
        assertTrue(pipelined(16 * 1024, 1, new BufferSize(4096)).isEchoedWhole());
    }

    @Test
    void isTheSameAfterTheCommandLine() {
        Scenario scenario = new Scenario(
                MeasuredTransport.UNIX_ABSTRACT,
                ServerKind.LOOP,
                Layer.RPC,
                Wait.BLOCKING,
                Pattern.RATE,
                new ByteSize(64),
                1,
                SendRate.fixed(10_000),
                new BufferSize(64 * 1024));
        assertEquals(scenario, Scenario.parse(scenario.arguments().toArray(String[]::new)));
    }

    @Test
    void anOpenLoopIsNamedWithItsPace() {
        Scenario scenario = new Scenario(
                MeasuredTransport.UNIX,
                ServerKind.LOOP,
                Layer.RAW,
                Pattern.MAX_RATE,
                new ByteSize(64),
                1,
                SendRate.highest(new Latency(500_000)));
        assertEquals("64 B max-rate, p99 within 500us", scenario.load());
    }

    @Test
    void aClosedLoopHasNoRate() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(
                        MeasuredTransport.UNIX,
                        ServerKind.LOOP,
                        Layer.RAW,
                        Pattern.PING_PONG,
                        new ByteSize(64),
                        1,
                        SendRate.fixed(1)));
    }

    private static Scenario pipelined(int sizeBytes, int window) {
        return pipelined(sizeBytes, window, BufferSize.DEFAULT);
    }

    private static Scenario pipelined(int sizeBytes, int window, BufferSize buffers) {
        return new Scenario(
                MeasuredTransport.UNIX,
                ServerKind.THREADS,
                Layer.RAW,
                Wait.BLOCKING,
                Pattern.PIPELINED,
                new ByteSize(sizeBytes),
                window,
                SendRate.CLOSED,
                buffers);
    }

    @ParameterizedTest
    @CsvSource({"RPC, true", "RPC_WITHOUT_JFR, false"})
    void aProcessHasAFlightRecorderUnlessItsLayerIsWithout(Layer layer, boolean there) throws IOException {
        Scenario scenario =
                new Scenario(MeasuredTransport.UNIX, ServerKind.LOOP, layer, Pattern.PING_PONG, new ByteSize(64), 1);
        List<String> command = new ArrayList<>(List.of(Jvm.program()));
        command.addAll(scenario.jvmOptions());
        command.add("--list-modules");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> modules = process.inputReader().lines().toList();
        assertTrue(modules.stream().anyMatch(module -> module.startsWith("java.base@")), modules::toString);
        assertEquals(there, modules.stream().anyMatch(module -> module.startsWith("jdk.jfr@")), modules::toString);
    }
}
