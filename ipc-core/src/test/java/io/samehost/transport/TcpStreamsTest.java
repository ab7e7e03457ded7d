package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.TcpAddress;
import io.samehost.address.UdpAddress;
import io.samehost.fixture.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class TcpStreamsTest {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Test
    void aPickedPortStandsInTheAddressBesideTheHostAskedFor() throws IOException {
        try (ListeningSocket socket = Transports.listen(Address.parse("tcp:localhost:0"), ListenOptions.DEFAULT)) {
            TcpAddress address = (TcpAddress) socket.address();
            assertEquals("localhost", address.host());
            assertNotEquals(0, address.port());
            Transports.connect(address, TIMEOUT_NANOS).close();
        }
    }

    @Test
    void bothEndsSendWithoutDelay() throws IOException {
        try (ListeningSocket socket = Transports.listen(Address.parse("tcp:0"), ListenOptions.DEFAULT);
                SocketChannel client = Transports.connect(socket.address(), TIMEOUT_NANOS);
                SocketChannel server = socket.channel().accept()) {
            Transports.accepted(server, ListenOptions.DEFAULT);
            assertTrue(client.getOption(StandardSocketOptions.TCP_NODELAY));
            assertTrue(server.getOption(StandardSocketOptions.TCP_NODELAY));
        }
    }

    private static InetSocketAddress endpoint(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    @Test
    void anAddressInUseIsNotExchangedForTheNextOne() throws IOException {
        try (ListeningSocket first = Transports.listen(new TcpAddress("127.0.0.1", 0), ListenOptions.DEFAULT)) {
            int port = ((TcpAddress) first.address()).port();
            TcpStreams second = new TcpStreams(new TcpAddress("localhost", port));
            ListenFailedException failed = assertThrows(
                    ListenFailedException.class,
                    () -> second.listen(
                            List.of(endpoint("127.0.0.1", port), endpoint("::1", port)), ListenOptions.DEFAULT));
            assertEquals(ListenFailedException.Reason.IN_USE, failed.reason());
        }
    }

    @Test
    void aUdpPortInUseIsNotExchangedForTheNextOne() throws IOException {
        try (DatagramPort first = Datagrams.bind(new UdpAddress("127.0.0.1", 0), ListenOptions.DEFAULT)) {
            int port = ((UdpAddress) first.address()).port();
            ListenFailedException failed = assertThrows(
                    ListenFailedException.class,
                    () -> UdpDatagrams.bind(
                            new UdpAddress("localhost", port),
                            List.of(endpoint("127.0.0.1", port), endpoint("::1", port))));
            assertEquals(ListenFailedException.Reason.IN_USE, failed.reason());
        }
    }

    @Test
    void anAddressThatThisMachineDoesNotHaveIsPassedOver() throws IOException {
        TcpStreams streams = new TcpStreams(new TcpAddress("localhost", 0));
        List<InetSocketAddress> candidates = List.of(endpoint("2001:db8::1", 0), endpoint("127.0.0.1", 0));
        try (ListeningSocket socket = streams.listen(candidates, ListenOptions.DEFAULT)) {
            Transports.connect(new TcpAddress("127.0.0.1", ((TcpAddress) socket.address()).port()), TIMEOUT_NANOS)
                    .close();
        }
    }

    @Test
    void aFailureNamesEveryAddressAndWhy() {
        TcpAddress nobody = new TcpAddress("127.0.0.1", FreePort.on("127.0.0.1"));
        ConnectFailedException failed =
                assertThrows(ConnectFailedException.class, () -> Transports.connect(nobody, TIMEOUT_NANOS));
        assertEquals(
                "nobody listens: address=" + nobody + " tried=[127.0.0.1:" + nobody.port()
                        + " (Connection refused)], start the server first or check the port",
                failed.getMessage());
    }

    @Test
    void aConnectionToItselfIsARefusal() {
        // With nobody listening, one of many connects gets its own target for its local port sooner or later. Linux
        // gives every second port to those who connect, and first the others to those who bind.
        TcpAddress nobody = new TcpAddress("127.0.0.1", FreePort.on("127.0.0.1") ^ 1);
        for (int i = 0; i < 20_000; i++) {
            ConnectFailedException failed =
                    assertThrows(ConnectFailedException.class, () -> Transports.connect(nobody, TIMEOUT_NANOS));
            assertEquals(ConnectFailedException.Reason.REFUSED, failed.reason());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:localhost:1", "unixgram:/tmp/x"})
    void datagramAddressesAreNotServedHere(String text) {
        Address address = Address.parse(text);
        IllegalArgumentException listen =
                assertThrows(IllegalArgumentException.class, () -> Transports.listen(address, ListenOptions.DEFAULT));
        assertEquals(
                "datagram address where streams are served: address=" + text + ", use unix: or tcp:",
                listen.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Transports.connect(address, TIMEOUT_NANOS));
    }

    @Test
    void bothProvidersWorkHere() {
        assertEquals(List.of("jdk", "junixsocket"), Transports.unixProviders());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aBacklogOfNothingIsRefused(int backlog) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new ListenOptions(backlog, 0600));
        assertEquals("backlog is too small: backlog=" + backlog + ", use 1 or more", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 01000, 0100600})
    void aModeBeyondPermissionsIsRefused(int mode) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new ListenOptions(1, mode));
        assertTrue(refused.getMessage().startsWith("mode is more than permission bits: mode="), refused.getMessage());
    }
}
