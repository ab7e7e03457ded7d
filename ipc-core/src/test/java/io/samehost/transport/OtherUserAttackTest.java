package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.TcpAddress;
import io.samehost.fixture.FreePort;
import io.samehost.fixture.Tools;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another user that wants to be taken for us, or to be sent what is ours. */
@Timeout(60)
final class OtherUserAttackTest {
    private static final String NOBODY = "65534";
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private OtherUsers users;

    @BeforeEach
    void prepare() throws IOException {
        users = new OtherUsers();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        if (users != null) {
            users.close();
        }
    }

    private static boolean isOurs(Optional<PeerCredentials> peer) {
        return PeerPolicy.sameUser().permits(peer);
    }

    /** The server is busy, or stopped: it accepts when both connections wait in its queue. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aRequestThatWasLeftInTheQueueIsNotTakenForOneOfTheNextUserOfItsPort(String host) throws IOException {
        int port = FreePort.on(host);
        try (ListeningSocket socket = Transports.listen(new TcpAddress(host, 0), ListenOptions.DEFAULT);
                ChildProcess attacker = users.startAs(NOBODY)) {
            assertEquals("hit", attacker.ask("hit " + socket.address() + " " + port));
            try (SocketChannel victim = connectFrom(host, port, socket);
                    SocketChannel first = socket.channel().accept();
                    SocketChannel second = socket.channel().accept()) {
                assertTrue(victim.isConnected());
                assertFalse(isOurs(PeerCredentials.of(first)));
                assertTrue(isOurs(PeerCredentials.of(second)));
            }
        }
    }

    private static SocketChannel connectFrom(String host, int port, ListeningSocket socket) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(host, port));
        channel.connect(socket.channel().getLocalAddress());
        return channel;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:127.0.0.1:PORT", "tcp:[::1]:PORT", "unix:PATH", "unix:PATH?provider=junixsocket"})
    void aServerOfAnotherUserIsKnownBeforeAndAfterItAccepts(String pattern) throws IOException {
        users.openDirectory();
        Address address = Address.parse(users.address(pattern).replace("PORT", "" + FreePort.on("localhost")));
        try (ChildProcess server = users.startAs(NOBODY)) {
            assertEquals("listening", server.ask("listen " + address.toString().replaceFirst("\\?.*", "") + " 666"));
            try (SocketChannel client = Transports.connect(address, TIMEOUT_NANOS)) {
                assertEquals(
                        "nobody", PeerCredentials.ofServer(client).orElseThrow().user());
                assertEquals("root 0 false", server.ask("accept"));
                assertEquals(
                        "nobody", PeerCredentials.ofServer(client).orElseThrow().user());
            }
        }
    }

    /** Ours listens at one address of a port, the other user at others of the same port. */
    @ParameterizedTest
    @CsvSource({
        "tcp:127.0.0.1:PORT, tcp:127.0.0.1:PORT, ::",
        "tcp:127.0.0.1:PORT, tcp:127.0.0.1:PORT, ::1",
        "tcp:127.0.0.1:PORT, tcp:[::ffff:127.0.0.1]:PORT, ::",
        "tcp:[::ffff:127.0.0.1]:PORT, tcp:127.0.0.1:PORT, ::",
        "tcp:127.0.0.1:PORT, tcp:127.0.0.1:PORT, 127.0.0.2",
        "tcp:[::1]:PORT, tcp:[::1]:PORT, 0.0.0.0",
        "tcp:[::1]:PORT, tcp:[::1]:PORT, 127.0.0.1"
    })
    void aListenerOfAnotherUserAtOurPortIsNotTakenForOurs(String ours, String called, String theirs)
            throws IOException {
        boolean tried = false;
        while (!tried) {
            String port = "" + FreePort.on("127.0.0.1");
            try (ListeningSocket socket = users.listen(ours.replace("PORT", port));
                    ForeignListener foreign = ForeignListener.on(theirs, port)) {
                tried = foreign.isListening();
                if (tried) {
                    assertFalse(socket.address().toString().isEmpty());
                    assertEquals("root", serverOf(called.replace("PORT", port)));
                }
            }
        }
    }

    private static String serverOf(String address) throws IOException {
        try (SocketChannel client = Transports.connect(Address.parse(address), TIMEOUT_NANOS)) {
            return PeerCredentials.ofServer(client).orElseThrow().user();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*, tcp:127.0.0.1:PORT",
        "*, tcp:[::1]:PORT",
        "*, tcp:[::ffff:127.0.0.1]:PORT",
        "127.0.0.1, tcp:localhost:PORT",
        "0.0.0.0, tcp:[::ffff:127.0.0.1]:PORT"
    })
    void anotherUserThatListensWhereNobodyOfOursDoesIsKnown(String theirs, String called) throws IOException {
        boolean tried = false;
        while (!tried) {
            String port = "" + FreePort.on("127.0.0.1");
            try (ForeignListener foreign = ForeignListener.on(theirs, port)) {
                tried = foreign.isListening();
                if (tried) {
                    assertEquals("nobody", serverOf(called.replace("PORT", port)));
                }
            }
        }
    }

    /** In a user namespace everybody without a number there has the same, which may be the server's own. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp:127.0.0.1:PORT", "unix:PATH", "unix:PATH?provider=junixsocket"})
    void whoHasNoNumberInTheServersNamespaceIsNobody(String pattern) throws IOException {
        Tools.require("unshare");
        users.openDirectory();
        String address = users.address(pattern).replace("PORT", "" + FreePort.on("127.0.0.1"));
        try (ChildProcess server = users.startBy("unshare", "-U", "--map-user=65534");
                ChildProcess peer = users.startAs("4242")) {
            assertEquals("listening", server.ask("listen " + address + " 666"));
            assertTrue(peer.ask("connect " + address.replaceFirst("\\?.*", "") + " 5000")
                    .startsWith("connected"));
            assertEquals("unknown false", server.ask("accept"));
        }
    }

    /** The number decides, whatever the table of users makes of it. */
    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket", "tcp:127.0.0.1:PORT"})
    void aNamesakeIsAnotherUserAndASecondNameIsNot(String pattern) throws IOException {
        Tools.require("unshare");
        Path table = Files.writeString(
                users.directory().resolve("passwd"),
                "twin:x:4242:4242::/:/bin/sh\ntwin:x:0:0::/:/bin/sh\nroot:x:0:0::/:/bin/sh\n");
        String address = users.address(pattern).replace("PORT", "" + FreePort.on("127.0.0.1"));
        try (ChildProcess server = users.startBy(
                        "unshare", "-m", "sh", "-c", "mount --bind " + table + " /etc/passwd && exec \"$@\"", "sh");
                ChildProcess namesake = users.startAs("4242")) {
            assertEquals("listening", server.ask("listen " + address + " 666"));
            String there = address.replaceFirst("\\?.*", "");
            assertTrue(namesake.ask("connect " + there + " 5000").startsWith("connected"));
            assertEquals("twin 4242 false", server.ask("accept"));
            try (SocketChannel ours = Transports.connect(Address.parse(there), TIMEOUT_NANOS)) {
                assertTrue(ours.isConnected());
                assertEquals("twin 0 true", server.ask("accept"));
            }
        }
    }
}
