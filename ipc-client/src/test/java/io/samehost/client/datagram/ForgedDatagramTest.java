package io.samehost.client.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.UdpAddress;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.ClientConfig;
import io.samehost.client.DatagramClient;
import io.samehost.fixture.Background;
import io.samehost.fixture.Tools;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.ListenOptions;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameEncoder;
import io.samehost.wire.frame.Response;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Another user's process takes the server's port at another address of this machine, and has the kernel write the server's own
 * address as the source of what it sends ({@code IP_PKTINFO}).
 */
@Timeout(60)
final class ForgedDatagramTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final byte[] NOTHING = {};
    private static final ClientConfig ANY = ClientConfig.DEFAULT.withAnyServerUser();

    /** Arguments: the server's port, the victim's port, datagrams in hexadecimal digits. */
    private static final String FORGER = """
        import socket, struct, sys
        there = socket.inet_aton("127.0.0.1")
        forger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        forger.bind(("127.0.0.9", int(sys.argv[1])))
        source = struct.pack("I4s4s", 0, there, there)
        for datagram in sys.argv[3:]:
            forger.sendmsg([bytes.fromhex(datagram)], [(socket.IPPROTO_IP, 8, source)], 0,
                           ("127.0.0.1", int(sys.argv[2])))
        """;

    /** A server that never answers: what comes from its address is forged. */
    private CompletableFuture<byte[]> call(DatagramClient client, CallOptions options) {
        return Background.call(() -> client.call("demo.Echo", "Echo", NOTHING, options));
    }

    private static CallOptions within(long seconds) {
        return CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(seconds));
    }

    private static void forge(DatagramPort server, InetSocketAddress victim, List<Integer> streamIds) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", PYTHON.toString(), "-c", FORGER));
        command.add("" + ((UdpAddress) server.address()).port());
        command.add("" + victim.getPort());
        for (int streamId : streamIds) {
            command.add(answer(streamId));
        }
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static String answer(int streamId) throws Exception {
        var frame = new FrameEncoder().response(streamId, Response.ok("forged".getBytes(UTF_8)));
        ByteBuffer datagram = frame.putInto(ByteBuffer.allocate(frame.lengthBytes()));
        return HexFormat.of().formatHex(datagram.array());
    }

    @Test
    void anAnswerInTheServersNameIsNotBelievedUnlessItsIdIsKnown() throws Exception {
        Tools.requireThat(
                System.getProperty("user.name").equals("root"), "only root can start a process as another user");
        Tools.requireThat(Files.isExecutable(PYTHON), "there is no " + PYTHON);
        try (DatagramPort server = Datagrams.bind(new UdpAddress("127.0.0.1", 0), ListenOptions.DEFAULT);
                DatagramClient client = DatagramClient.connect(server.address(), ANY)) {
            ByteBuffer request = ByteBuffer.allocate(1000);
            CompletableFuture<byte[]> guessed = call(client, within(3));
            server.await(TimeUnit.SECONDS.toNanos(30));
            InetSocketAddress victim =
                    (InetSocketAddress) server.receive(request).orElseThrow();
            forge(server, victim, IntStream.range(0, 100).boxed().toList());
            Exception late = assertThrows(Exception.class, () -> guessed.get(30, TimeUnit.SECONDS));
            assertEquals(
                    StatusCode.DEADLINE_EXCEEDED,
                    ((CallException) late.getCause()).status().code());

            // Nothing else than the id keeps it out, which is why udp: is for what every user may do.
            CompletableFuture<byte[]> known = call(client, within(30));
            server.await(TimeUnit.SECONDS.toNanos(30));
            assertTrue(server.receive(request.clear()).isPresent());
            forge(server, victim, List.of(request.getInt(4)));
            assertEquals("forged", new String(known.get(30, TimeUnit.SECONDS), UTF_8));
        }
    }
}
