package io.samehost.client.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.client.ClientConfig;
import io.samehost.client.DatagramPing;
import io.samehost.client.Flood;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.protocol.FloodMessages;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.flood.FloodCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of datagrams that is stopped, and started again at the same address, in the middle. */
@ParameterizedClass
@ValueSource(strings = {"udp:127.0.0.1:0", "unixgram:%s/s"})
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramRestartTest {
    private static final ClientConfig ANY = ClientConfig.DEFAULT.withAnyServerUser();
    private static final byte[] NOTHING = {};

    @Parameter
    String pattern;

    private TemporaryDirectory directory;
    private Server server;
    private Address address;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
    }

    @AfterEach
    void stop() throws IOException {
        try (TemporaryDirectory ending = directory) {
            if (server != null) {
                server.close(Duration.ZERO);
            }
            assertEquals(List.of(), ending.names());
        }
    }

    private ServerBuilder builder(String at) {
        ServerBuilder builder = Server.builder().listen(at);
        return at.startsWith("udp:") ? builder.allowAnyUser() : builder;
    }

    private void start(ServerBuilder builder) throws IOException {
        server = builder.start();
        address = server.addresses().get(0);
    }

    /** Stops the server after three answers, and starts it when that was noticed. */
    private final class Restarting implements DatagramPing.Watcher {
        private static final int BEFORE = 3;
        private static final int AFTER = 3;
        private int answered;
        private int answeredAfter;
        private int refused;

        @Override
        public void answered(int number, long roundTripNanos) {
            answered++;
            if (answered == BEFORE) {
                stopServer();
            }
            if (refused > 0) {
                answeredAfter++;
            }
        }

        @Override
        public void refused(int number, ConnectFailedException why) {
            refused++;
            if (refused == 1) {
                assertTrue(why.getMessage().contains("start the server first"), why.getMessage());
                startServer();
            }
        }

        private void stopServer() {
            try {
                server.close(Duration.ZERO);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void startServer() {
            try {
                start(echo(address.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isStopped() {
            return answeredAfter >= AFTER;
        }
    }

    private ServerBuilder echo(String at) {
        return builder(at).handleInline("demo.Echo", "Echo", request -> request.payload());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void pingGoesOnAndCountsWhatNobodyReceived(int intervalMillis) throws Exception {
        start(echo(String.format(pattern, directory.path())));
        Restarting restarting = new Restarting();
        DatagramPing.Result result = DatagramPing.run(
                address,
                ANY,
                "demo.Echo",
                "Echo",
                NOTHING,
                DatagramPing.MAX_COUNT,
                Duration.ofMillis(intervalMillis),
                Duration.ofSeconds(30),
                restarting);
        assertTrue(restarting.refused >= 1);
        assertTrue(result.received() >= 6, result::toString);
        assertTrue(result.lost() >= 1, result::toString);
    }

    @Test
    void floodGoesOnAndCountsWhatNobodyReceived() throws Exception {
        int count = 100_000;
        CountDownLatch some = new CountDownLatch(100);
        start(builder(String.format(pattern, directory.path()))
                .handleInline(FloodMessages.SERVICE, FloodMessages.COUNT, request -> {
                    some.countDown();
                    return NOTHING;
                }));
        FutureTask<Flood.Result> flood = new FutureTask<>(() -> Flood.run(address, ANY, count, 64));
        new Thread(flood, "flood").start();
        some.await();
        server.close(Duration.ZERO);
        ServerBuilder again = builder(address.toString());
        FloodCounter.addTo(again);
        start(again);
        Flood.Result result = flood.get();
        assertEquals(count, result.sent());
        assertTrue(result.lost() >= 100, result::toString);
    }

    /** A server that was never there is an error, as for every other command. */
    @Test
    void whereNobodyEverAnsweredPingFails() throws Exception {
        start(echo(String.format(pattern, directory.path())));
        server.close(Duration.ZERO);
        assertThrows(
                ConnectFailedException.class,
                () -> DatagramPing.run(
                        address, ANY, "demo.Echo", "Echo", 5, Duration.ofMillis(1), Duration.ofSeconds(30)));
    }
}
