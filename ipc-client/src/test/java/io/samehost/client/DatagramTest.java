package io.samehost.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.UdpAddress;
import io.samehost.server.FloodCounter;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.raw.EchoService;
import io.samehost.transport.ConnectFailedException;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.ListenFailedException;
import io.samehost.transport.ListenOptions;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class DatagramTest {
    private static final byte[] NOTHING = {};
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300));
    private static final CallOptions LATE = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(30));

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "sh");
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        Files.delete(directory);
    }

    private String address(String family) {
        return family.equals("udp") ? "udp:127.0.0.1:0" : "unixgram:" + directory.resolve("s");
    }

    private ServerBuilder echo(String family) {
        return Server.builder()
                .listen(address(family))
                .drainTimeout(Duration.ofMillis(100))
                .handle("demo.Echo", "Echo", request -> request.payload())
                .handleInline("demo.Echo", "Inline", request -> request.payload());
    }

    private static Address address(Server server) {
        return server.addresses().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void aCallIsAnsweredByTheSameHandlersAsOverStreams(String family) throws Exception {
        try (Server server = echo(family).listen("tcp:127.0.0.1:0").start();
                DatagramClient client = DatagramClient.connect(address(server));
                Client streams = Client.connect(server.addresses().get(1))) {
            for (String method : new String[] {"Echo", "Inline"}) {
                assertEquals("hello", new String(client.call("demo.Echo", method, "hello".getBytes(UTF_8)), UTF_8));
                assertEquals("hello", new String(streams.call("demo.Echo", method, "hello".getBytes(UTF_8)), UTF_8));
            }
            assertEquals(
                    family.equals("udp") ? "jdk" : "junixsocket",
                    server.providers().get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void theLargestDatagramArrivesAndALargerOneIsNotSent(String family) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Server server = Server.builder()
                        .listen(address(family))
                        .handle("demo.Size", "Of", request -> {
                            calls.incrementAndGet();
                            return Integer.toString(request.payload().length).getBytes(UTF_8);
                        })
                        .start();
                DatagramClient client = DatagramClient.connect(address(server))) {
            int limit = limitBytes(address(server));
            int overhead = 100;
            byte[] fits = new byte[limit - overhead];
            assertEquals(
                    Integer.toString(fits.length),
                    new String(client.callIdempotent("demo.Size", "Of", fits, LATE), UTF_8));
            int before = calls.get();
            CallException refused =
                    assertThrows(CallException.class, () -> client.call("demo.Size", "Of", new byte[limit]));
            assertEquals(StatusCode.RESOURCE_EXHAUSTED, refused.status().code());
            assertTrue(refused.getMessage().contains("nothing was sent"), refused.getMessage());
            assertTrue(refused.getMessage().contains(" limitBytes=" + limit + " "), refused.getMessage());
            assertEquals(before, calls.get());
        }
    }

    private static int limitBytes(Address address) throws IOException {
        try (DatagramPort port = Datagrams.connect(address)) {
            return port.limitBytes();
        }
    }

    @Test
    void udpCarriesWhatItsHeaderAllows() throws IOException {
        assertEquals(65_507, limitBytes(new UdpAddress("127.0.0.1", 9)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void anAnswerThatDoesNotFitIsAStatus(String family) throws Exception {
        try (Server server = Server.builder()
                        .listen(address(family))
                        .handle("demo.Large", "Answer", request -> new byte[300_000])
                        .start();
                DatagramClient client = DatagramClient.connect(address(server))) {
            CallException refused =
                    assertThrows(CallException.class, () -> client.call("demo.Large", "Answer", NOTHING));
            assertEquals(StatusCode.RESOURCE_EXHAUSTED, refused.status().code());
            assertTrue(refused.getMessage().contains("answer too large for a datagram"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void whatCannotBeCalledIsRefusedByStatus(String family) throws Exception {
        try (Server server = echo(family)
                        .handleStream("demo.Echo", "Stream", stream -> {})
                        .start();
                DatagramClient client = DatagramClient.connect(address(server))) {
            assertEquals(StatusCode.UNIMPLEMENTED, failure(client, "demo.None", "Echo"));
            assertEquals(StatusCode.UNIMPLEMENTED, failure(client, "demo.Echo", "None"));
            assertEquals(StatusCode.INVALID_ARGUMENT, failure(client, "demo.Echo", "Stream"));
        }
    }

    private static StatusCode failure(DatagramClient client, String service, String method) {
        return assertThrows(CallException.class, () -> client.call(service, method, NOTHING))
                .status()
                .code();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void onlyAnIdempotentCallIsSentAgain(String family) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Server server = Server.builder()
                        .listen(address(family))
                        .drainTimeout(Duration.ZERO)
                        .handle("demo.Slow", "Third", request -> {
                            if (calls.incrementAndGet() < 3) {
                                new CountDownLatch(1).await();
                            }
                            return NOTHING;
                        })
                        .start();
                DatagramClient client = DatagramClient.connect(address(server))) {
            CallException late =
                    assertThrows(CallException.class, () -> client.call("demo.Slow", "Third", NOTHING, SOON));
            assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
            assertEquals(1, calls.get());
            assertArrayEquals(NOTHING, client.callIdempotent("demo.Slow", "Third", NOTHING, LATE));
            assertEquals(3, calls.get());
        }
    }

    @Test
    void aCallWithoutADeadlineIsRefused() throws Exception {
        try (Server server = echo("udp").start();
                DatagramClient client = DatagramClient.connect(address(server))) {
            CallOptions never = CallOptions.DEFAULT.withTimeout(Duration.ZERO);
            assertThrows(IllegalArgumentException.class, () -> client.call("demo.Echo", "Echo", NOTHING, never));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void aClientThatLeavesBeforeItsAnswerHarmsNobody(String family) throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (Server server = echo(family)
                .handle("demo.Wait", "Wait", request -> {
                    called.countDown();
                    try {
                        left.await();
                        return NOTHING;
                    } finally {
                        done.countDown();
                    }
                })
                .start()) {
            DatagramClient hasty = DatagramClient.connect(address(server));
            Thread caller = new Thread(
                    () -> assertThrows(CallException.class, () -> hasty.call("demo.Wait", "Wait", NOTHING, LATE)));
            caller.start();
            assertTrue(called.await(30, TimeUnit.SECONDS));
            caller.interrupt();
            caller.join();
            hasty.close();
            left.countDown();
            assertTrue(done.await(30, TimeUnit.SECONDS));
            try (DatagramClient client = DatagramClient.connect(address(server))) {
                for (int i = 0; i < 10; i++) {
                    assertArrayEquals(NOTHING, client.callIdempotent("demo.Echo", "Echo", NOTHING, LATE));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void nonsenseIsDroppedAndTheServerGoesOn(String family) throws Exception {
        try (Server server = echo(family).start();
                DatagramPort port = Datagrams.connect(address(server));
                DatagramClient client = DatagramClient.connect(address(server))) {
            for (String text :
                    new String[] {"GET / HTTP/1.0\r\n\r\n", "\0\0\0\u0001", "\0\0\0\0\0\0\0\u0001\u0001\0x"}) {
                port.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            }
            assertArrayEquals(NOTHING, client.callIdempotent("demo.Echo", "Echo", NOTHING, LATE));
        }
    }

    @Test
    void nobodyAtAPortIsARefusal() throws Exception {
        Address address;
        try (Server server = echo("udp").start()) {
            address = address(server);
        }
        try (DatagramClient client = DatagramClient.connect(address)) {
            ConnectFailedException refused =
                    assertThrows(ConnectFailedException.class, () -> client.call("demo.Echo", "Echo", NOTHING, LATE));
            assertEquals(ConnectFailedException.Reason.REFUSED, refused.reason());
        }
    }

    @Test
    void nobodyAtAPathIsMissingOrRefused() throws Exception {
        String address = address("unixgram");
        assertEquals(ConnectFailedException.Reason.MISSING, connectFailure(address));
        DatagramClient client;
        try (Server server = echo("unixgram").start()) {
            client = DatagramClient.connect(address(server));
        }
        ConnectFailedException gone =
                assertThrows(ConnectFailedException.class, () -> client.call("demo.Echo", "Echo", NOTHING, LATE));
        assertFalse(gone.getMessage().isEmpty());
        try (Server server = echo("unixgram").start()) {
            assertArrayEquals(NOTHING, client.call("demo.Echo", "Echo", NOTHING, LATE));
            assertEquals(address, address(server).toString());
        }
        client.close();
        try (Server server = Server.builder()
                .listen("unix:" + directory.resolve("s"))
                .raw(new EchoService())
                .start()) {
            assertEquals(ConnectFailedException.Reason.OTHER, connectFailure(address));
            assertEquals(1, server.addresses().size());
        }
    }

    private static ConnectFailedException.Reason connectFailure(String address) {
        return assertThrows(ConnectFailedException.class, () -> DatagramClient.connect(address))
                .reason();
    }

    @Test
    void aSocketFileIsTheOwnersAloneAndTakenOnce() throws Exception {
        Address address = Address.parse(address("unixgram"));
        try (Server server = echo("unixgram").start()) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("s"))));
            ListenFailedException taken =
                    assertThrows(ListenFailedException.class, () -> Datagrams.bind(address, ListenOptions.DEFAULT));
            assertEquals(ListenFailedException.Reason.IN_USE, taken.reason());
            assertEquals(1, server.addresses().size());
        }
        assertFalse(Files.exists(directory.resolve("s")));
    }

    @Test
    void anOpenSocketFileNeedsTheWordThatAnybodyMaySend() throws Exception {
        assertThrows(
                IllegalArgumentException.class,
                () -> echo("unixgram").socketFileMode(0666).start());
        try (Server server =
                        echo("unixgram").socketFileMode(0666).allowAnyUser().start();
                DatagramClient client = DatagramClient.connect(address(server))) {
            assertArrayEquals(NOTHING, client.call("demo.Echo", "Echo", NOTHING));
        }
    }

    @Test
    void aRawServiceIsNotServedByDatagrams() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Server.builder()
                        .listen("udp:127.0.0.1:0")
                        .raw(new EchoService())
                        .start());
    }

    @Test
    void theOwnerOfAUdpSocketIsKnownWhileItIsOpen() throws Exception {
        try (DatagramPort server = Datagrams.bind(new UdpAddress("127.0.0.1", 0), ListenOptions.DEFAULT)) {
            DatagramPort client = Datagrams.connect(server.address());
            client.write(ByteBuffer.wrap(new byte[1]));
            server.await(TimeUnit.SECONDS.toNanos(30));
            var from = server.receive(ByteBuffer.allocate(10)).orElseThrow();
            assertEquals(
                    System.getProperty("user.name"),
                    Datagrams.senders(Set.of(from)).get(from).user());
            client.close();
            await().until(() -> Datagrams.senders(Set.of(from)).isEmpty());
        }
    }

    private Server counting(String family) throws IOException {
        ServerBuilder builder = echo(family);
        FloodCounter.addTo(builder);
        return builder.start();
    }

    @Test
    void aFloodOverUnixLosesNothing() throws Exception {
        try (Server server = counting("unixgram")) {
            Flood.Result result = Flood.run(address(server), 20_000, 100);
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
            Flood.Result result = Flood.run(address(server), 20_000, 100);
            assertEquals(20_000, result.sent());
            assertTrue(result.received() > 0 && result.received() <= 20_000, result::toString);
            assertEquals(result.sent() - result.received(), result.lost());
            assertEquals(0, result.duplicated());
        }
    }

    @Test
    void aFloodThatDoesNotFitIsNotBegun() throws Exception {
        try (Server server = counting("udp")) {
            assertThrows(IllegalArgumentException.class, () -> Flood.run(address(server), 1, 70_000));
            assertThrows(IllegalArgumentException.class, () -> Flood.run(address(server), 1, 3));
            assertThrows(IllegalArgumentException.class, () -> Flood.run(address(server), 0, 100));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void pingTellsWhatCameBack(String family) throws Exception {
        try (Server server = echo(family).start()) {
            DatagramPing.Result result = DatagramPing.run(
                    address(server), "demo.Echo", "Inline", 20, Duration.ofMillis(1), Duration.ofSeconds(30));
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
                .drainTimeout(Duration.ZERO)
                .handle("demo.Every", "Other", request -> {
                    if (calls.getAndIncrement() % 2 == 1) {
                        new CountDownLatch(1).await();
                    }
                    return NOTHING;
                })
                .start()) {
            DatagramPing.Result result = DatagramPing.run(
                    address(server), "demo.Every", "Other", 10, Duration.ofMillis(1), Duration.ofMillis(500));
            assertEquals(5, result.lost());
        }
    }
}
