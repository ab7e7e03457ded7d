package io.samehost.client.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.UdpAddress;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.DatagramClient;
import io.samehost.server.Server;
import io.samehost.server.raw.EchoService;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls by datagrams: their answers, their sizes, and the calls that are refused. */
final class DatagramTest extends DatagramFixture {
    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void aCallIsAnsweredByTheSameHandlersAsOverStreams(String family) throws Exception {
        try (Server server = echo(family).listen("tcp:127.0.0.1:0").start();
                DatagramClient client = DatagramClient.connect(address(server), ANY);
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
    void aCallCarriesValues(String family) throws Exception {
        Method<String, Integer> length = new Method<>(
                "demo.Text",
                "Length",
                Marshaller.UTF_8,
                Marshaller.of(number -> number.toString().getBytes(UTF_8), b -> Integer.valueOf(new String(b, UTF_8))));
        try (Server server = echo(family)
                        .handle(length, (text, request) -> text.length())
                        .start();
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
            assertEquals(4, client.call(length, "four", LATE));
            assertEquals(5, client.callIdempotent(length, "fünf!", LATE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void aCallCarriesBuffers(String family) throws Exception {
        Method<ByteBuffer, ByteBuffer> echo =
                new Method<>("demo.Buffers", "Echo", Marshaller.BUFFERS, Marshaller.BUFFERS);
        ByteBuffer payload = ByteBuffer.allocateDirect(40_000);
        try (Server server = echo(family)
                        .handleInline(echo, (bytes, request) -> bytes)
                        .start();
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
            assertEquals(payload, client.call(echo, payload, LATE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void theLargestDatagramArrivesAndALargerOneIsNotSent(String family) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Server server = Server.builder()
                        .listen(address(family))
                        .allowAnyUser()
                        .handle("demo.Size", "Of", request -> {
                            calls.incrementAndGet();
                            return Integer.toString(request.payload().length).getBytes(UTF_8);
                        })
                        .start();
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
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
                        .allowAnyUser()
                        .handle("demo.Large", "Answer", request -> new byte[300_000])
                        .start();
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
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
                        .handleBidi("demo.Echo", "Stream", stream -> {})
                        .start();
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
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

    @Test
    void aCallWithoutADeadlineIsRefused() throws Exception {
        try (Server server = echo("udp").start();
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
            CallOptions never = CallOptions.DEFAULT.withTimeout(Duration.ZERO);
            assertThrows(IllegalArgumentException.class, () -> client.call("demo.Echo", "Echo", NOTHING, never));
        }
    }

    @Test
    void aRawServiceIsNotServedByDatagrams() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Server.builder()
                        .listen("udp:127.0.0.1:0")
                        .allowAnyUser()
                        .raw(new EchoService())
                        .start());
    }
}
