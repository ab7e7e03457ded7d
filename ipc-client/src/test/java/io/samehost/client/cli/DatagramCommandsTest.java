package io.samehost.client.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        ServerProcess server = work.server("rpc", "-l", address);
        String[] line = new String[arguments.length + 2];
        line[0] = command;
        line[1] = server.address();
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        return work.client(line);
    }

    @Test
    void readyLinesNameDatagramAddressesToo() throws Exception {
        ServerProcess server = work.server("rpc", "-l", "udp:localhost:0", "-l", "unixgram:./g");
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
