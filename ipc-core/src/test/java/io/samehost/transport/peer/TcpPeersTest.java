package io.samehost.transport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.address.TcpAddress;
import io.samehost.fixture.Tools;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Users;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each table that works here answers alike. */
@Timeout(30)
final class TcpPeersTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int FIRST_JDK_WITH_NETLINK = 22;
    private static final int OWN_UID = Users.ownUid().orElseThrow();

    private final List<Closeable> open = new ArrayList<>();
    private ListeningSocket listening;

    static List<TcpTable> tables() {
        List<TcpTable> tables = new ArrayList<>(List.of(new ProcTcpTable()));
        NetlinkTables.open().ifPresent(tables::add);
        return tables;
    }

    /** Without native access, and in a build by an older JDK, there is none; CI has both. */
    @Test
    void netlinkIsThereWhereTheJdkReachesIt() {
        assumeTrue(Runtime.version().feature() >= FIRST_JDK_WITH_NETLINK, "this JDK does not reach netlink");
        Tools.requireThat(
                NetlinkTables.open().isPresent(),
                "the tests above ran without netlink: no native access, or a build by an older JDK");
    }

    @BeforeEach
    void listen() throws IOException {
        listening = Transports.listen(new TcpAddress("127.0.0.1", 0), ListenOptions.DEFAULT);
        open.add(listening);
    }

    @AfterEach
    void close() throws IOException {
        Closing.all(open.toArray(new Closeable[0]));
    }

    private SocketChannel connect() throws IOException {
        return opened(Transports.connect(listening.address(), TimeUnit.SECONDS.toNanos(10)));
    }

    private SocketChannel accept() throws IOException {
        return opened(listening.channel().accept());
    }

    private SocketChannel opened(SocketChannel channel) {
        open.add(channel);
        return channel;
    }

    private static Optional<Integer> client(TcpTable table, SocketChannel accepted) throws IOException {
        return Optional.ofNullable(TcpPeers.clients(table, List.of(accepted)).get(accepted));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void bothEndsAreKnown(TcpTable table) throws IOException {
        SocketChannel client = connect();
        SocketChannel server = accept();
        assertEquals(Optional.of(OWN_UID), client(table, server));
        assertEquals(OptionalInt.of(OWN_UID), TcpPeers.server(table, client));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void bothEndsAreKnownByIpv6(TcpTable table) throws IOException {
        try (ListeningSocket ipv6 = Transports.listen(new TcpAddress("::1", 0), ListenOptions.DEFAULT);
                SocketChannel client = Transports.connect(ipv6.address(), TimeUnit.SECONDS.toNanos(10))) {
            assertEquals(OptionalInt.of(OWN_UID), TcpPeers.server(table, client));
            try (SocketChannel server = ipv6.channel().accept()) {
                assertEquals(Optional.of(OWN_UID), client(table, server));
                assertEquals(OptionalInt.of(OWN_UID), TcpPeers.server(table, client));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aServerThatHasNotAcceptedYetIsTheOneThatListens(TcpTable table) throws IOException {
        assertEquals(OptionalInt.of(OWN_UID), TcpPeers.server(table, connect()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aServerThatHasClosedTheConnectionIsNobody(TcpTable table) throws IOException {
        SocketChannel client = connect();
        accept().close();
        Awaitility.await().until(() -> TcpPeers.server(table, client).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aClientThatHasClosedIsNobody(TcpTable table) throws IOException {
        SocketChannel client = connect();
        SocketChannel server = accept();
        client.close();
        Awaitility.await().until(() -> client(table, server).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aClientThatHasClosedItsSendingSideIsKnown(TcpTable table) throws IOException {
        SocketChannel client = connect();
        SocketChannel server = accept();
        client.shutdownOutput();
        assertEquals(-1, server.read(ByteBuffer.allocate(1)));
        assertEquals(Optional.of(OWN_UID), client(table, server));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aDeadConnectionIsNotTakenForTheNextOneFromItsPort(TcpTable table) throws IOException {
        SocketChannel first = connectFrom(0);
        int port = ((InetSocketAddress) first.getLocalAddress()).getPort();
        first.write(ByteBuffer.wrap(new byte[] {1}));
        reset(first);
        connectFrom(port);

        SocketChannel dead = accept();
        assertEquals(Optional.empty(), client(table, dead));
        SocketChannel alive = accept();
        assertEquals(Map.of(alive, OWN_UID), TcpPeers.clients(table, List.of(dead, alive)));
    }

    private SocketChannel connectFrom(int port) throws IOException {
        SocketChannel channel = opened(SocketChannel.open());
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(LOOPBACK, port));
        channel.connect(listening.channel().getLocalAddress());
        return channel;
    }

    private static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    /** Every second client has an IPv4 socket, whose row stands in the other table. */
    @ParameterizedTest
    @MethodSource("tables")
    void manyAreKnownAtOnce(TcpTable table) throws IOException {
        Map<SocketChannel, Integer> expected = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            SocketChannel client =
                    opened(i % 2 == 0 ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.INET));
            client.connect(listening.channel().getLocalAddress());
            expected.put(accept(), OWN_UID);
        }
        assertEquals(expected, TcpPeers.clients(table, expected.keySet()));
    }

    /** For any two ends that are asked for, and any that is said to listen. */
    private record Told(TcpSocket server, TcpSocket own, List<TcpSocket> listeners) implements TcpTable {
        @Override
        public Rows read(Set<TcpEnds> wanted, Optional<InetSocketAddress> server) {
            Map<TcpEnds, TcpSocket> rows = new HashMap<>();
            for (TcpEnds ends : wanted) {
                rows.put(ends, server.isPresent() && ends.local().equals(server.get()) ? this.server : own);
            }
            return new Rows(rows, listeners);
        }

        @Override
        public boolean isCheap() {
            return true;
        }
    }

    private OptionalInt told(TcpSocket server, TcpSocket... listeners) throws IOException {
        TcpSocket own = new TcpSocket(true, TcpSocket.ESTABLISHED, 1, true);
        return TcpPeers.server(new Told(server, own, List.of(listeners)), connect());
    }

    private static TcpSocket listener(boolean ipv6, int uid) {
        return new TcpSocket(ipv6, TcpSocket.LISTEN, uid, true);
    }

    @Test
    void anIpv6ListenerDoesNotServeAConnectionOfTheIpv4Table() throws IOException {
        TcpSocket waiting = new TcpSocket(false, TcpSocket.ESTABLISHED, 0, false);
        assertEquals(OptionalInt.of(7), told(waiting, listener(true, 8), listener(false, 7)));
        assertEquals(OptionalInt.empty(), told(waiting, listener(true, 8)));
    }

    @Test
    void listenersOfSeveralUsersTellNothing() throws IOException {
        TcpSocket waiting = new TcpSocket(true, TcpSocket.SYN_RECV, 0, false);
        assertEquals(OptionalInt.empty(), told(waiting, listener(true, 7), listener(true, 8)));
        assertEquals(OptionalInt.of(7), told(waiting, listener(true, 7), listener(true, 7)));
    }

    @Test
    void whoHasAcceptedCountsForMoreThanWhoListens() throws IOException {
        TcpSocket accepted = new TcpSocket(true, TcpSocket.ESTABLISHED, 9, true);
        assertEquals(OptionalInt.of(9), told(accepted, listener(true, 7)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6, 7, 8, 9, 10, 11})
    void aPeerIsNobodyInAStateThatNeedsNoHandshakeWithUs(int state) throws IOException {
        assertEquals(OptionalInt.empty(), told(new TcpSocket(true, state, 9, true)));
    }

    @Test
    void withoutOurOwnRowItIsTheWrongTable() throws IOException {
        SocketChannel client = connect();
        TcpSocket accepted = new TcpSocket(true, TcpSocket.ESTABLISHED, 9, true);
        TcpSocket notAccepted = new TcpSocket(true, TcpSocket.ESTABLISHED, 9, false);
        assertEquals(OptionalInt.empty(), TcpPeers.server(new Told(accepted, notAccepted, List.of()), client));
    }

    @Test
    void aResetIsSeen() throws IOException {
        SocketChannel client = connect();
        SocketChannel server = accept();
        reset(client);
        Awaitility.await().until(() -> Hangup.isPolled(server));
        assertTrue(Hangup.isSeen(server));
    }
}
