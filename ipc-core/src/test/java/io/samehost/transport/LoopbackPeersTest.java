package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.TcpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows are from a little-endian machine. */
@Timeout(30)
final class LoopbackPeersTest {
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
    private static final InetSocketAddress OWN = endpoint("127.0.0.1", 0x1F90);
    private static final InetSocketAddress PEER = endpoint("127.0.0.1", 0xC350);

    private static InetSocketAddress endpoint(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    private static String row(String local, String remote, int state, String uid, String inode) {
        return "   7: %s %s %02X 00000000:00000000 00:00000000 00000000 %5s        0 %s 1 0000000000000000 20 4 30 10 -1"
                .formatted(local, remote, state, uid, inode);
    }

    @Test
    void thePeersRowIsTheOneWhosePeerWeAre() {
        List<String> table = List.of(
                HEADER,
                row("0100007F:1F90", "00000000:0000", 10, "1", "11"),
                row("0100007F:1F90", "0100007F:C350", 1, "2", "22"),
                row("0100007F:C350", "0100007F:1F90", 1, "3", "33"),
                row("0100007F:C350", "0100007F:1F91", 1, "4", "44"));
        assertEquals(OptionalInt.of(3), LoopbackPeers.uid(table.stream(), PEER, OWN));
    }

    @Test
    void anIpv4PeerMayStandInTheIpv6Table() {
        List<String> table = List.of(
                HEADER,
                row("0000000000000000FFFF00000100007F:C350", "0000000000000000FFFF00000100007F:1F90", 1, "1000", "33"));
        assertEquals(OptionalInt.of(1000), LoopbackPeers.uid(table.stream(), PEER, OWN));
    }

    @Test
    void anIpv6PeerIsFound() {
        String loopback = "00000000000000000000000001000000";
        List<String> table = List.of(HEADER, row(loopback + ":C350", loopback + ":1F90", 1, "1000", "33"));
        assertEquals(
                OptionalInt.of(1000),
                LoopbackPeers.uid(table.stream(), endpoint("::1", 0xC350), endpoint("::1", 0x1F90)));
        assertEquals(OptionalInt.empty(), LoopbackPeers.uid(table.stream(), PEER, OWN));
    }

    @ParameterizedTest
    @CsvSource({"1", "4", "5", "6"})
    void aSocketThatNobodyHasOpenIsNotTakenForRoots(int state) {
        List<String> table = List.of(HEADER, row("0100007F:C350", "0100007F:1F90", state, "0", "0"));
        assertEquals(OptionalInt.empty(), LoopbackPeers.uid(table.stream(), PEER, OWN));
    }

    @Test
    void theListenersRowIsTheOneThatListensThere() {
        List<String> table = List.of(
                HEADER,
                row("0100007F:C350", "0100007F:1F90", 1, "1", "11"),
                row("0100007F:1F91", "00000000:0000", 10, "2", "22"),
                row("0100007F:1F90", "00000000:0000", 10, "3", "33"));
        assertEquals(OptionalInt.of(3), LoopbackPeers.listenerUid(table.stream(), OWN));
        assertEquals(OptionalInt.empty(), LoopbackPeers.listenerUid(table.stream(), PEER));
    }

    @Test
    void whoListensOnTheWildcardListensThereToo() {
        List<String> table = List.of(HEADER, row("00000000:1F90", "00000000:0000", 10, "3", "33"));
        assertEquals(OptionalInt.of(3), LoopbackPeers.listenerUid(table.stream(), OWN));
    }

    @Test
    void aClientKnowsItsServerBeforeItIsAcceptedAndAfterItIsClosed() throws IOException {
        try (ListeningSocket socket = Transports.listen(new TcpAddress("127.0.0.1", 0), ListenOptions.DEFAULT);
                SocketChannel client = Transports.connect(socket.address(), TimeUnit.SECONDS.toNanos(10))) {
            String self = Users.ownName();
            assertEquals(self, PeerCredentials.ofServer(client).orElseThrow().user());
            socket.channel().accept().close();
            assertEquals(self, PeerCredentials.ofServer(client).orElseThrow().user());
        }
    }

    @Test
    void aUidBeyondTheSignedRangeIsRead() {
        List<String> table = List.of(HEADER, row("0100007F:C350", "0100007F:1F90", 1, "4294967294", "33"));
        assertEquals(OptionalInt.of(-2), LoopbackPeers.uid(table.stream(), PEER, OWN));
    }

    private static OptionalInt udpUid(String... rows) {
        List<String> table = new ArrayList<>(List.of(HEADER));
        table.addAll(List.of(rows));
        return new LoopbackPeers.UdpTable(table).uid(PEER);
    }

    @Test
    void aUdpSendersRowIsBoundToItsPortThereOrAnywhere() {
        assertEquals(
                OptionalInt.of(5),
                udpUid(
                        row("0100007F:C351", "00000000:0000", 7, "4", "44"),
                        row("0200007F:C350", "00000000:0000", 7, "4", "44"),
                        row("0100007F:C350", "0100007F:1F90", 1, "5", "55")));
        assertEquals(OptionalInt.of(6), udpUid(row("00000000000000000000000000000000:C350", "0:0", 7, "6", "66")));
    }

    @Test
    void aUdpPortOfSeveralUsersOrOfNobodyIsNobodys() {
        String own = row("0100007F:C350", "00000000:0000", 7, "5", "55");
        String other = row("00000000:C350", "00000000:0000", 7, "6", "66");
        String closed = row("0100007F:C350", "00000000:0000", 7, "0", "0");
        assertEquals(OptionalInt.empty(), udpUid(own, other));
        assertEquals(OptionalInt.empty(), udpUid(closed));
        assertEquals(OptionalInt.empty(), udpUid());
    }

    @Test
    void aTableIsReadNoFurtherThanToTheRow() {
        Stream<String> peers = Stream.of(row("0100007F:C350", "0100007F:1F90", 1, "3", "33"), "and no further");
        assertEquals(OptionalInt.of(3), LoopbackPeers.uid(peers.peek(LoopbackPeersTest::requireRow), PEER, OWN));
        Stream<String> listeners = Stream.of(row("0100007F:1F90", "00000000:0000", 10, "4", "44"), "and no further");
        assertEquals(OptionalInt.of(4), LoopbackPeers.listenerUid(listeners.peek(LoopbackPeersTest::requireRow), OWN));
    }

    private static void requireRow(String row) {
        assertTrue(row.contains(":"), row);
    }

    @Test
    void aPeerIsFoundAmongHundredsWhicheverTableItStandsIn() throws IOException {
        List<Closeable> open = new ArrayList<>();
        try (ListeningSocket socket = Transports.listen(new TcpAddress("127.0.0.1", 0), ListenOptions.DEFAULT)) {
            for (int i = 0; i < 300; i++) {
                SocketChannel client = i % 2 == 0
                        ? Transports.connect(socket.address(), TimeUnit.SECONDS.toNanos(10))
                        : ipv4Client(socket.channel().getLocalAddress());
                open.add(client);
                SocketChannel server = socket.channel().accept();
                open.add(server);
                assertEquals(
                        Users.ownName(),
                        PeerCredentials.of(server).orElseThrow().user(),
                        "connection " + i);
            }
        } finally {
            Closing.all(open.toArray(new Closeable[0]));
        }
    }

    /** Its row stands in the IPv4 table. */
    private static SocketChannel ipv4Client(SocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.connect(server);
        return channel;
    }

    @Test
    void anEmptyTableKnowsNobody() {
        assertEquals(OptionalInt.empty(), LoopbackPeers.uid(Stream.of(), PEER, OWN));
        assertEquals(OptionalInt.empty(), LoopbackPeers.uid(Stream.of(HEADER), PEER, OWN));
    }

    @Test
    void aPeerThatHasClosedIsNobody() throws IOException {
        try (ListeningSocket socket = Transports.listen(new TcpAddress("127.0.0.1", 0), ListenOptions.DEFAULT)) {
            SocketChannel client = Transports.connect(socket.address(), TimeUnit.SECONDS.toNanos(10));
            try (SocketChannel server = socket.channel().accept()) {
                client.close();
                Awaitility.await().until(() -> PeerCredentials.of(server).equals(Optional.empty()));
            }
        }
    }
}
