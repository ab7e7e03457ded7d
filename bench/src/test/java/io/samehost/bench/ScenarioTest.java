package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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
        Scenario calls =
                new Scenario(Transport.UNIX, Engine.LOOP, Layer.RPC, Pattern.PIPELINED, new ByteSize(64 * 1024), 8);
        assertEquals(3, calls.floor().inFlight());
    }

    @Test
    void aPeerIsNoEngineOfOurs() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(Transport.UNIX, Engine.NNG, Layer.RPC, Pattern.PING_PONG, new ByteSize(64), 1));
    }

    @Test
    void pingPongHasOneMessageInFlight() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(Transport.UNIX, Engine.THREADS, Layer.RAW, Pattern.PING_PONG, new ByteSize(64), 2));
    }

    @Test
    void theFloorHasNoJavaEngine() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(Transport.UNIX, Engine.LOOP, Layer.FLOOR, Pattern.PING_PONG, new ByteSize(64), 1));
    }

    @Test
    void theFloorDoesTheSameOverTheSameKindOfSocket() {
        Scenario junixsocket = pipelined(64, 8).over(Transport.UNIX_JUNIXSOCKET);
        assertEquals(
                new Scenario(Transport.UNIX, Engine.C, Layer.FLOOR, Pattern.PIPELINED, new ByteSize(64), 8),
                junixsocket.floor());
    }

    @Test
    void socketBuffersAreTheLastOfItsLoad() {
        assertEquals(
                "1 KiB pipelined, 8 in flight, 64 KiB socket buffers, raw, threads, unix",
                pipelined(1024, 8, new SocketBuffers(64 * 1024)).toString());
    }

    @Test
    void theFloorHasTheSameSocketBuffers() {
        SocketBuffers buffers = new SocketBuffers(64 * 1024);
        assertEquals(buffers, pipelined(1024, 8, buffers).floor().buffers());
    }

    @Test
    void smallerSocketBuffersHoldFewerMessagesInFlight() {
        SocketBuffers small = new SocketBuffers(4096);
        assertEquals(14, Scenario.largestWindow(new ByteSize(64), small));
        assertThrows(IllegalArgumentException.class, () -> pipelined(64, 15, small));
    }

    @Test
    void largerSocketBuffersHoldMoreMessagesInFlightUpToWhatAKernelGivesThatWasNotToldOtherwise() {
        ByteSize size = new ByteSize(64 * 1024);
        assertEquals(3, Scenario.largestWindow(size, SocketBuffers.DEFAULT));
        assertEquals(6, Scenario.largestWindow(size, new SocketBuffers(256 * 1024)));
        assertEquals(6, Scenario.largestWindow(size, new SocketBuffers(1 << 30)));
    }

    @Test
    void aMessageThatSmallSocketBuffersDoNotHoldIsEchoedWhole() {
        assertFalse(pipelined(16 * 1024, 1, SocketBuffers.DEFAULT).isEchoedWhole());
        assertTrue(pipelined(16 * 1024, 1, new SocketBuffers(4096)).isEchoedWhole());
    }

    @Test
    void isTheSameAfterTheCommandLine() {
        Scenario scenario = new Scenario(
                Transport.UNIX_ABSTRACT,
                Engine.LOOP,
                Layer.RPC,
                Wait.BLOCKING,
                Pattern.RATE,
                new ByteSize(64),
                1,
                Pace.fixed(10_000),
                new SocketBuffers(64 * 1024));
        assertEquals(scenario, Scenario.parse(scenario.arguments().toArray(String[]::new)));
    }

    @Test
    void anOpenLoopIsNamedWithItsPace() {
        Scenario scenario = new Scenario(
                Transport.UNIX,
                Engine.LOOP,
                Layer.RAW,
                Pattern.MAX_RATE,
                new ByteSize(64),
                1,
                Pace.highest(new Latency(500_000)));
        assertEquals("64 B max-rate, p99 within 500us", scenario.load());
    }

    @Test
    void aClosedLoopHasNoRate() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(
                        Transport.UNIX, Engine.LOOP, Layer.RAW, Pattern.PING_PONG, new ByteSize(64), 1, Pace.fixed(1)));
    }

    private static Scenario pipelined(int sizeBytes, int window) {
        return pipelined(sizeBytes, window, SocketBuffers.DEFAULT);
    }

    private static Scenario pipelined(int sizeBytes, int window, SocketBuffers buffers) {
        return new Scenario(
                Transport.UNIX,
                Engine.THREADS,
                Layer.RAW,
                Wait.BLOCKING,
                Pattern.PIPELINED,
                new ByteSize(sizeBytes),
                window,
                Pace.CLOSED,
                buffers);
    }
}
