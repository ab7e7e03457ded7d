package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code flood}, {@code ping} and {@code call} where datagrams are served. */
@Timeout(120)
final class DatagramCommandsTest {
    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private Workplace.Result client(String command, String address, String... arguments) throws Exception {
        ServerProcess server = work.server(rpc(address));
        List<String> line = new ArrayList<>(List.of(command, server.address()));
        line.addAll(List.of(arguments));
        if (isUdp(address)) {
            line.addAll(List.of("--server-user", "any"));
        }
        return work.client(line.toArray(String[]::new));
    }

    private static String[] rpc(String address) {
        return isUdp(address)
                ? new String[] {"rpc", "-l", address, "--allow-any-user"}
                : new String[] {"rpc", "-l", address};
    }

    /** Nobody knows who sends UDP, so both ends have to be told that any user will do. */
    private static boolean isUdp(String address) {
        return address.startsWith("udp:");
    }

    @Test
    void udpNeedsTheWordThatAnyUserWillDoOnBothSides() throws Exception {
        var server = work.failingServer("rpc", "-l", "udp:0", "--allow-user", "root");
        assertEquals(
                "ipc-server: udp proves nothing about who sends: address=udp:localhost:0,"
                        + " let every user in with --allow-any-user or use unixgram:\n",
                server.err());
        assertEquals(2, server.exitCode());
        for (String command : new String[] {"call", "ping", "list", "flood"}) {
            List<String> line = new ArrayList<>(List.of(command, "udp:9"));
            if (command.equals("call")) {
                line.add("a/b");
            }
            var client = work.client(line.toArray(String[]::new));
            assertEquals(
                    "ipc-client: udp proves nothing about who answers: address=udp:localhost:9,"
                            + " say --server-user any if any user's server will do, or use unixgram:\n",
                    client.err());
            assertEquals(2, client.exitCode());
        }
    }

    @Test
    void readyLinesNameDatagramAddressesToo() throws Exception {
        ServerProcess server = work.server("rpc", "-l", "udp:localhost:0", "-l", "unixgram:./g", "--allow-any-user");
        assertTrue(
                server.ready().matches("listening udp:localhost:[1-9][0-9]* provider=jdk engine=threads pid=[0-9]+"),
                server.ready());
        assertEquals(
                "listening unixgram:./g provider=junixsocket engine=threads pid=" + server.pid(), server.nextLine());
    }

    @Test
    void ofAFloodOverUnixDatagramsNothingIsLost() throws Exception {
        var result = client("flood", "unixgram:./g", "--count", "3000", "--size", "1k");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(
                result.out().contains("sent 3000, received 3000, lost 0 (0.0%), reordered 0, duplicated 0\n"),
                result.out());
    }

    @Test
    void aFloodOverUdpAccountsForEveryDatagram() throws Exception {
        var result = client("flood", "udp:localhost:0", "--count", "3000", "--json");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(3000, number(result.out(), "sent"));
        assertEquals(3000, number(result.out(), "received") + number(result.out(), "lost"));
    }

    private static int number(String json, String key) {
        return Integer.parseInt(json.replaceFirst("(?s).*\"" + key + "\":([0-9]+).*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:localhost:0", "unixgram:./g"})
    void pingTellsOfLossAndOrder(String address) throws Exception {
        var result = client("ping", address, "-c", "5", "-i", "10ms", "-s", "100");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("100 bytes: seq=5 time="), result.out());
        assertTrue(result.out().contains("5 calls, 5 answered, 0.0% lost, 0 reordered, 0 duplicated\n"), result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:localhost:0", "unixgram:./g"})
    void aCallIsAnsweredByDatagram(String address) throws Exception {
        var result = client("call", address, "samehost.Echo/Echo", "-d", "hi", "--idempotent", "--wait", "30s");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("hi", result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:localhost:0", "unixgram:./g"})
    void whatAServerAnswersIsListedByDatagram(String address) throws Exception {
        var result = client("list", address, "--info", "--wait", "30s");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().startsWith("version "), result.out());
        assertTrue(result.out().contains("\nsamehost.Echo/Echo unary\n"), result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "chat", "get"})
    void whatNeedsAStreamSaysSo(String command) throws Exception {
        List<String> line = new ArrayList<>(List.of(command, "udp:9"));
        if (command.equals("get")) {
            line.add("name");
        }
        var result = work.client(line.toArray(String[]::new));
        assertEquals(
                "ipc-client: datagram address where streams are served: address=udp:localhost:9, use unix: or tcp:\n",
                result.err());
        assertEquals(2, result.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:localhost:0", "unixgram:./g"})
    void whatDoesNotFitADatagramIsNotSent(String address) throws Exception {
        Path data = work.file("data", new byte[4_000_000]);
        var result = client("call", address, "samehost.Echo/Echo", "-d", "@" + data);
        assertEquals(72, result.exitCode(), result.err());
        assertTrue(result.err().contains("nothing was sent: lengthBytes=4000042 limitBytes="), result.err());
    }

    @Test
    void aMethodThatIsNotThereIsSaidToBe() throws Exception {
        var result = client("call", "unixgram:./g", "demo.None/Nothing");
        assertEquals(76, result.exitCode(), result.err());
    }

    @Test
    void aServerThatIsNotThereIsNoConnection() throws Exception {
        var result = work.client("flood", "unixgram:./none", "--wait", "100ms");
        assertEquals(3, result.exitCode());
        assertTrue(result.err().contains("ipc-client: no such socket file: address=unixgram:./none"), result.err());
    }
}
