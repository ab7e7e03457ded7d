package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.TcpAddress;
import io.samehost.fixture.Tools;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.system.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Another user sends requests in bursts and resets its connections at once, while a client of ours connects from the same
 * ports: the server then finds our client where the other user was. Needs root; with {@code SAMEHOST_REQUIRE_PEERS=true} a
 * lack of it is a failure.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReusedPortAttackTest {
    private static final int FIRST_JDK_WITH_NETLINK = 22;
    private static final int HELD = 100;
    private static final int PORTS = 40;
    private static final int BURSTS = 40;
    private static final int CONNECT_MILLIS = 50;
    private static final int ANSWER_MILLIS = 20;

    /** Prints how many requests it has sent. A port that our client has just then cannot be had. */
    private static final String ATTACKER = """
        import socket, struct, sys, time
        host, port, bursts, request = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), bytes.fromhex(sys.argv[4])
        sent = 0
        for _ in range(bursts):
            for own in map(int, sys.argv[5:]):
                s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET)
                try:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                    s.settimeout(0.05)
                    s.bind((host, own))
                    s.connect((host, port))
                    s.send(request)
                    sent += 1
                except OSError:
                    pass
                s.close()
        print(sent)
        """;

    private final AtomicInteger ours = new AtomicInteger();
    private final AtomicInteger theirs = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"127.0.0.1, THREADS", "127.0.0.1, LOOP", "::1, THREADS", "::1, LOOP"})
    void noCallOfAnotherUserRunsInTheNameOfOurs(String host, EngineKind engine) throws Exception {
        Tools.requireThat(Users.ownUid().equals(OptionalInt.of(0)), "only root can start a process as another user");
        Tools.requireThat(Files.isExecutable(Path.of("/usr/bin/python3")), "there is no python3");
        Tools.requireThat(
                isAskedByNetlinkWhereTheJdkReachesIt(), "netlink is not asked: no native access, or an older build");
        List<RawPeer> held = new ArrayList<>();
        Server server = Server.builder()
                .listen(new TcpAddress(host, 0))
                .engine(engine)
                .backlog(1000)
                .handleInline(Bytes.SERVICE, "count", request -> {
                    (new String(request.payload(), StandardCharsets.UTF_8).equals("ours") ? ours : theirs)
                            .incrementAndGet();
                    return request.payload();
                })
                .start();
        try {
            for (int i = 0; i < HELD; i++) {
                held.add(RawPeer.connect(server.addresses().get(0)));
                assertEquals("ours", held.get(i).call(1, "count", "ours"));
            }
            int sent = attackAndConnect(host, ((TcpAddress) server.addresses().get(0)).port());
            assertEquals(0, theirs.get(), () -> "ours=" + ours + " sent=" + sent);
            assertTrue(sent > BURSTS * PORTS / 10, () -> "sent=" + sent);
            assertTrue(ours.get() > HELD, () -> "ours=" + ours);
        } finally {
            for (RawPeer peer : held) {
                peer.reset();
            }
            server.close(Duration.ZERO);
        }
    }

    /** The table is attacked on older JDKs. */
    private static boolean isAskedByNetlinkWhereTheJdkReachesIt() throws IOException {
        if (Runtime.version().feature() < FIRST_JDK_WITH_NETLINK) {
            return true;
        }
        try (ServerSocketChannel listening =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel channel = SocketChannel.open(listening.getLocalAddress())) {
            return PeerCredentials.isCheap(channel);
        }
    }

    /** Returns how many requests the other user has sent. */
    private static int attackAndConnect(String host, int port) throws Exception {
        List<Integer> ports = freePorts(host);
        Process attacker = attack(host, port, ports);
        Deque<Socket> open = new ArrayDeque<>();
        try (BufferedReader sent =
                new BufferedReader(new InputStreamReader(attacker.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; attacker.isAlive(); i++) {
                connect(host, ports.get(i % PORTS), port, open);
                if (open.size() > PORTS / 2) {
                    awaitAnswer(open.remove());
                }
            }
            return Integer.parseInt(sent.readLine());
        } finally {
            attacker.destroyForcibly();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static Process attack(String host, int port, List<Integer> ports) throws IOException {
        String request = HexFormat.of().formatHex(Bytes.call(1, "count", Bytes.of("theirs")));
        List<String> command = new ArrayList<>(List.of(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", ATTACKER));
        command.addAll(List.of(host, "" + port, "" + BURSTS, request));
        ports.forEach(own -> command.add("" + own));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<Integer> freePorts(String host) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(host, 0));
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** A client of ours on a port that the other user may have had a moment ago, or has now: then there is none. */
    private static void connect(String host, int own, int port, Deque<Socket> open) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.setSoLinger(true, 0);
            socket.bind(new InetSocketAddress(host, own));
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.getOutputStream().write(Bytes.call(1, "count", Bytes.of("ours")));
            open.add(socket);
        } catch (IOException e) {
            socket.close();
        }
    }

    /** Waits a little: the server is busy with the other user, and may take ours for nobody. */
    private static void awaitAnswer(Socket socket) throws IOException {
        try (socket) {
            socket.setSoTimeout(ANSWER_MILLIS);
            assertTrue(socket.getInputStream().read() >= -1);
        } catch (IOException e) {
            // no answer: another attempt follows
        }
    }
}
