package io.samehost.client.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.DatagramPing;
import io.samehost.client.Flood;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.flood.FloodCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floods and pings by datagrams: all that is lost is counted. */
final class DatagramFloodTest extends DatagramFixture {
    private Server counting(String family) throws IOException {
        ServerBuilder builder = echo(family);
        FloodCounter.addTo(builder);
        return builder.start();
    }

    @Test
    void aFloodOverUnixLosesNothing() throws Exception {
        try (Server server = counting("unixgram")) {
            Flood.Result result = Flood.run(address(server), ANY, 20_000, 100);
            assertEquals(20_000, result.sent());
            assertEquals(20_000, result.received());
            assertEquals(0, result.lost());
            assertEquals(0, result.reordered());
            assertEquals(0, result.duplicated());
        }
    }

    @Test
    void aFloodOverUdpIsCounted() throws Exception {
        try (Server server = counting("udp")) {
            Flood.Result result = Flood.run(address(server), ANY, 20_000, 100);
            assertEquals(20_000, result.sent());
            assertTrue(result.received() > 0 && result.received() <= 20_000, result::toString);
            assertEquals(result.sent() - result.received(), result.lost());
            assertEquals(0, result.duplicated());
        }
    }

    @Test
    void aFloodThatDoesNotFitIsNotBegun() throws Exception {
        try (Server server = counting("udp")) {
            assertThrows(IllegalArgumentException.class, () -> Flood.run(address(server), ANY, 1, 70_000));
            assertThrows(IllegalArgumentException.class, () -> Flood.run(address(server), ANY, 1, 3));
            assertThrows(IllegalArgumentException.class, () -> Flood.run(address(server), ANY, 0, 100));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void pingTellsWhatCameBack(String family) throws Exception {
        try (Server server = echo(family).start()) {
            DatagramPing.Result result = DatagramPing.run(
                    address(server), ANY, "demo.Echo", "Inline", 20, Duration.ofMillis(1), Duration.ofSeconds(30));
            assertEquals(20, result.sent());
            assertEquals(20, result.received());
            assertEquals(0, result.lost());
            assertEquals(20, result.roundTripNanos().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void pingCountsWhatIsLost(String family) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Server server = Server.builder()
                .listen(address(family))
                .allowAnyUser()
                .drainTimeout(Duration.ZERO)
                .handle("demo.Every", "Other", request -> {
                    if (calls.getAndIncrement() % 2 == 1) {
                        new CountDownLatch(1).await();
                    }
                    return NOTHING;
                })
                .start()) {
            DatagramPing.Result result = DatagramPing.run(
                    address(server), ANY, "demo.Every", "Other", 10, Duration.ofMillis(1), Duration.ofMillis(500));
            assertEquals(5, result.lost());
        }
    }
}
