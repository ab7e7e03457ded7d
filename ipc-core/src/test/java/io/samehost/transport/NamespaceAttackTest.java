package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.fixture.FreePort;
import io.samehost.fixture.Tools;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers in other network and user namespaces, where a number or an address means something else. */
@Timeout(60)
final class NamespaceAttackTest {
    private static final String[] NEW_NETWORK = {"unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"};
    private static final String[] NOBODY = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};

    private OtherUsers users;

    @BeforeEach
    void prepare() throws IOException {
        users = new OtherUsers();
        Tools.require("unshare");
        Tools.require("ip");
        users.openDirectory();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        if (users != null) {
            users.close();
        }
    }

    private static String[] join(String[] first, String... second) {
        String[] all = new String[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static String[] inNetworkOf(ChildProcess other, String... more) {
        return join(new String[] {"nsenter", "-t", "" + other.pid(), "-n"}, more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:127.0.0.1:0", "tcp:[::1]:0", "unix:@PATH"})
    void anotherNetworkDoesNotReachOurLoopbackNorOurAbstractNames(String pattern) throws IOException {
        try (ListeningSocket socket = users.listen(pattern);
                ChildProcess peer = users.startBy(NEW_NETWORK)) {
            String answer = peer.ask("whose " + socket.address());
            assertTrue(answer.startsWith("REFUSED ") || answer.startsWith("MISSING "), answer);
        }
    }

    /** Both networks have a server at the same address and port: each client knows the one that it has reached. */
    @Test
    void aServerAtOurAddressInAnotherNetworkIsKeptApart() throws IOException {
        try (ListeningSocket ours = users.listen("tcp:127.0.0.1:0");
                ChildProcess foreign = users.startBy(join(NEW_NETWORK, NOBODY));
                ChildProcess there = users.startBy(inNetworkOf(foreign));
                ChildProcess here = users.startBy("env")) {
            assertEquals("listening", foreign.ask("listen " + ours.address() + " 666"));
            assertEquals("nobody 65534 false", there.ask("whose " + ours.address()));
            assertEquals("root 0 true", here.ask("whose " + ours.address()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket"})
    void aPathIsSharedByNetworksAndItsPeersAreKnown(String pattern) throws IOException {
        String[] stranger = {"setpriv", "--reuid=4242", "--clear-groups"};
        try (ChildProcess server = users.startBy("env");
                ChildProcess peer = users.startBy(join(NEW_NETWORK, stranger))) {
            assertEquals("listening", server.ask("listen " + users.address(pattern) + " 666"));
            assertTrue(peer.ask("connect unix:" + users.path() + " 5000").startsWith("connected"));
            assertEquals("4242 4242 false", server.ask("accept"));
        }
    }

    /** The kernel takes its packets to loopback, since root has told it to; nobody can say whose they are. */
    @Test
    void aPeerInAnotherNetworkThatReachesLoopbackAllTheSameIsNobody() throws Exception {
        String[] bridged = {
            "unshare",
            "-n",
            "sh",
            "-c",
            "ip link set lo up && ip link add va type veth peer name vb && ip addr add 10.9.0.1/24 dev va"
                    + " && ip link set va up && echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet && exec \"$@\"",
            "sh"
        };
        try (ChildProcess server = users.startBy(bridged);
                ChildProcess peer = users.startBy(NEW_NETWORK)) {
            run(inNetworkOf(server, "ip", "link", "set", "vb", "netns", "" + peer.pid()));
            run(inNetworkOf(
                    peer,
                    "sh",
                    "-ec",
                    "ip addr add 10.9.0.2/24 dev vb; ip link set vb up; ip addr del 127.0.0.1/8 dev lo;"
                            + " echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet;"
                            + " ip route add 127.0.0.1 via 10.9.0.1 src 10.9.0.2"));
            String address = "tcp:127.0.0.1:3490";
            assertEquals("listening", server.ask("listen " + address + " 666"));
            assertEquals("unknown false", peer.ask("whose " + address));
            assertEquals("unknown false", server.ask("accept"));
        }
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private ChildProcess startAsRootOfItsOwn() throws IOException {
        Path setting = Path.of("/proc/sys/kernel/unprivileged_userns_clone");
        Tools.requireThat(
                !Files.exists(setting) || Files.readString(setting).startsWith("1"),
                "only root may make user namespaces here");
        return users.startBy(join(NOBODY, "unshare", "-U", "-r"));
    }

    /** Inside, it is root. */
    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket", "tcp:127.0.0.1:0"})
    void anotherUserThatIsRootInItsOwnNamespaceIsThatOtherUser(String pattern) throws IOException {
        try (ListeningSocket socket = users.listen(pattern);
                ChildProcess peer = startAsRootOfItsOwn()) {
            assertTrue(peer.ask("connect " + socket.address().toString().replaceFirst("\\?.*", "") + " 5000")
                    .startsWith("connected"));
            try (SocketChannel accepted = socket.channel().accept()) {
                Optional<PeerCredentials> known = PeerCredentials.of(accepted);
                assertEquals(65_534, known.orElseThrow().uid().orElseThrow());
                assertTrue(!PeerPolicy.sameUser().permits(known));
            }
        }
    }

    /** Its number is 0, as root's is outside. */
    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket", "tcp:127.0.0.1:PORT"})
    void aServerInItsOwnNamespaceTakesNobodyForRootButItsUser(String pattern) throws IOException {
        String address = users.address(pattern).replace("PORT", "" + FreePort.on("127.0.0.1"));
        String called = address.replaceFirst("\\?.*", "");
        try (ChildProcess server = startAsRootOfItsOwn();
                ChildProcess sameUser = users.startBy(NOBODY);
                ChildProcess stranger = users.startAs("4242");
                SocketChannel root = afterListening(server, address)) {
            assertTrue(root.isConnected());
            assertEquals("unknown false", server.ask("accept"));
            assertEquals(
                    65_534, PeerCredentials.ofServer(root).orElseThrow().uid().orElseThrow());
            assertTrue(stranger.ask("connect " + called + " 5000").startsWith("connected"));
            assertEquals("unknown false", server.ask("accept"));
            assertTrue(sameUser.ask("connect " + called + " 5000").startsWith("connected"));
            assertEquals("root 0 true", server.ask("accept"));
        }
    }

    private static SocketChannel afterListening(ChildProcess server, String address) throws IOException {
        assertEquals("listening", server.ask("listen " + address + " 666"));
        return Transports.connect(Address.parse(address), 10_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket", "tcp:127.0.0.1:0"})
    void aClientInItsOwnNamespaceDoesNotTakeRootsServerForItsOwn(String pattern) throws IOException {
        try (ListeningSocket socket = users.listen(pattern);
                ChildProcess client = startAsRootOfItsOwn()) {
            assertEquals("unknown false", client.ask("whose " + socket.address()));
        }
    }
}
