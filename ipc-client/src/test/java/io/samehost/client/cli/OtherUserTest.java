package io.samehost.client.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client of another user. */
@Timeout(120)
final class OtherUserTest {
    private Workplace work;
    private String classPath;

    @BeforeEach
    void openWorkplace() throws Exception {
        Tools.requireThat(
                System.getProperty("user.name").equals("root"), "only root can start a process as another user");
        Tools.require("setpriv");
        work = new Workplace();
        classPath = work.readableClassPath();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        if (work != null) {
            work.close();
        }
    }

    private Workplace.Result clientOfNobody(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        command.addAll(Workplace.java(classPath, IpcClient.class, arguments));
        return work.run(command);
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, threads", "unix:./s, loop", "tcp:0, threads", "tcp:0, loop"})
    void isRefusedWhateverTheMode(String address, String engine) throws Exception {
        ServerProcess server = work.server("rpc", "-l", address, "--mode", "0666", "--engine", engine);
        String refusal =
                "ipc-client: refused: the server is another user's and closed the connection without a word: address="
                        + server.address() + " serverUser=root, ask that user for --allow-user\n";
        var call = clientOfNobody("call", server.address(), "samehost.Echo/Echo", "-d", "hi");
        assertEquals(refusal, call.err());
        assertEquals(4, call.exitCode());
        var raw = clientOfNobody("raw", server.address());
        assertEquals(refusal, raw.err());
        assertEquals(4, raw.exitCode());
        assertEquals(4, clientOfNobody("ping", server.address()).exitCode());
        await().until(() -> server.err().contains("WARNING refused a connection: user=nobody"));
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, nobody", "tcp:0, nobody", "tcp:0, 65534"})
    void isServedIfAllowed(String address, String user) throws Exception {
        ServerProcess server = work.server("rpc", "-l", address, "--mode", "0666", "--allow-user", user);
        var call = clientOfNobody("call", server.address(), "samehost.Echo/Echo", "-d", "hi");
        assertEquals("hi", call.out(), call.err());
        assertEquals(0, call.exitCode());
    }

    @Test
    void sendsDatagramsThatAreDroppedBesideThoseThatAreAnswered() throws Exception {
        ServerProcess server = work.server("rpc", "-l", "udp:0");
        String[] echo = {"call", server.address(), "samehost.Echo/Echo", "-d", "hi", "--timeout", "2s", "--idempotent"};
        assertEquals("hi", work.client(echo).out());
        assertEquals(68, clientOfNobody(echo).exitCode());
        assertEquals("hi", work.client(echo).out());
        assertTrue(server.err().contains("WARNING dropped a datagram: user=nobody"), server.err());
    }

    @Test
    void isAnsweredByDatagramIfAllowed() throws Exception {
        ServerProcess server = work.server("rpc", "-l", "udp:0", "--allow-user", "nobody");
        var call = clientOfNobody("call", server.address(), "samehost.Echo/Echo", "-d", "hi", "--idempotent");
        assertEquals("hi", call.out(), call.err());
    }

    @Test
    void isServedIfEverybodyIs() throws Exception {
        ServerProcess server = work.server("hello", "-l", "tcp:0", "--allow-any-user");
        assertEquals("Hello, world!", clientOfNobody("raw", server.address()).out());
    }

    @Test
    void hasNoPermissionWhereTheFileSaysSo() throws Exception {
        ServerProcess server = work.server("rpc", "-l", "unix:./s", "--allow-user", "nobody");
        var call = clientOfNobody("call", "unix:./s", "samehost.Echo/Echo");
        assertEquals(
                "ipc-client: no permission to connect: address=unix:./s, ask the owner of the socket file\n",
                call.err());
        assertEquals(4, call.exitCode());
        assertTrue(
                server.err().startsWith("ipc-server: the socket file lets no other user in: mode=0600"), server.err());
    }

    @Test
    void anEmptyAnswerOfAServerThatLetsUsInIsNoRefusal() throws Exception {
        ServerProcess server = work.server("echo", "-l", "tcp:0", "--allow-any-user");
        var raw = clientOfNobody("raw", server.address());
        assertEquals("", raw.err());
        assertEquals(0, raw.exitCode());
    }
}
