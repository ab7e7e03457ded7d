package io.samehost.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.cli.server.IpcServer;
import io.samehost.fixture.Tools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private List<String> asNobody(Class<?> program, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        command.addAll(Workplace.java(classPath, program, arguments));
        return command;
    }

    private Workplace.Result clientOfNobody(String... arguments) throws Exception {
        return work.run(asNobody(IpcClient.class, arguments));
    }

    /** Over TCP the server may have closed before it could be asked whose it is: then nothing was sent at all. */
    private static void assertRefused(ServerProcess server, Workplace.Result result) {
        String refused =
                "ipc-client: refused: the server is another user's and closed the connection without a word: address="
                        + server.address() + " serverUser=root, ask that user for --allow-user\n";
        String closed = "ipc-client: cannot tell whose the server is, nothing was sent: address=" + server.address()
                + ", allow any with --server-user any\n";
        boolean isTcp = server.address().startsWith("tcp:");
        assertTrue(result.err().equals(refused) || (isTcp && result.err().equals(closed)), result.err());
        assertEquals(4, result.exitCode());
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, threads", "unix:./s, loop", "tcp:0, threads", "tcp:0, loop"})
    void isRefusedWhateverTheMode(String address, String engine) throws Exception {
        ServerProcess server = work.server("rpc", "-l", address, "--mode", "0666", "--engine", engine);
        String[] root = {"--server-user", "root"};
        var call = clientOfNobody("call", server.address(), "samehost.Echo/Echo", "-d", "hi", root[0], root[1]);
        assertRefused(server, call);
        Path data = work.file("data", new byte[1_000_000]);
        assertRefused(server, work.run(asNobody(IpcClient.class, "raw", server.address(), root[0], root[1]), data));
        assertRefused(server, clientOfNobody("raw", server.address(), root[0], root[1])); // sends nothing
        assertEquals(
                4, clientOfNobody("ping", server.address(), root[0], root[1]).exitCode());
        await().until(() -> server.err().contains("WARNING refused a connection: user=nobody"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:./s", "tcp:0"})
    void isNotSpokenToUnlessItsServerWasNamed(String address) throws Exception {
        ServerProcess server = work.server("rpc", "-l", address, "--mode", "0666", "--allow-any-user");
        String foreign = "ipc-client: server is another user's, nothing was sent: address=" + server.address()
                + " serverUser=root, allow that user with --server-user root\n";
        for (String command : new String[] {"call", "get", "raw", "chat", "ping", "list"}) {
            List<String> line = new ArrayList<>(List.of(command, server.address()));
            if (command.equals("call") || command.equals("get")) {
                line.add("a/b");
            }
            var refused = clientOfNobody(line.toArray(String[]::new));
            assertEquals(foreign, refused.err(), command);
            assertEquals(4, refused.exitCode(), command);
        }
        assertEquals("", server.err());
    }

    /** The other user waits on a free port, or a path that all may use, and keeps whatever comes. */
    @ParameterizedTest
    @ValueSource(strings = {"unix:./open/s", "tcp:0"})
    void getsNoByteOfWhatWasMeantForAServerOfOurs(String address) throws Exception {
        Path open = Files.createDirectory(work.path("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        String keep = "cat >>" + open + "/kept";
        ServerProcess server = work.server(
                asNobody(
                        IpcServer.class,
                        "exec",
                        "-l",
                        address,
                        "--mode",
                        "0666",
                        "--allow-any-user",
                        "--",
                        "sh",
                        "-c",
                        keep),
                Map.of());
        Path secret = work.file("secret", "secret".getBytes(StandardCharsets.US_ASCII));
        String foreign = "ipc-client: server is another user's, nothing was sent: address=" + server.address()
                + " serverUser=nobody, allow that user with --server-user nobody\n";
        var call = work.client("call", server.address(), "a/b", "-d", "secret");
        assertEquals(foreign, call.err());
        assertEquals(4, call.exitCode());
        var raw = work.run(Workplace.java(IpcClient.class, "raw", server.address()), secret);
        assertEquals(foreign, raw.err());
        assertEquals(4, raw.exitCode());
        var told =
                work.run(Workplace.java(IpcClient.class, "raw", server.address(), "--server-user", "nobody"), secret);
        assertEquals(0, told.exitCode(), told.err());
        assertEquals("secret", Files.readString(open.resolve("kept")));
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, nobody", "tcp:0, nobody", "tcp:0, 65534"})
    void isServedIfAllowed(String address, String user) throws Exception {
        ServerProcess server = work.server("rpc", "-l", address, "--mode", "0666", "--allow-user", user);
        var call = clientOfNobody("call", server.address(), "samehost.Echo/Echo", "-d", "hi", "--server-user", "0");
        assertEquals("hi", call.out(), call.err());
        assertEquals(0, call.exitCode());
    }

    @Test
    void isAnsweredByDatagramIfEverybodyIs() throws Exception {
        ServerProcess server = work.server("rpc", "-l", "udp:0", "--allow-any-user");
        var call = clientOfNobody(
                "call", server.address(), "samehost.Echo/Echo", "-d", "hi", "--idempotent", "--server-user", "any");
        assertEquals("hi", call.out(), call.err());
    }

    @Test
    void isServedIfEverybodyIs() throws Exception {
        ServerProcess server = work.server("hello", "-l", "tcp:0", "--allow-any-user");
        assertEquals(
                "Hello, world!",
                clientOfNobody("raw", server.address(), "--server-user", "root").out());
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
        for (String user : new String[] {"any", "root"}) {
            var raw = clientOfNobody("raw", server.address(), "--server-user", user);
            assertEquals("", raw.err());
            assertEquals(0, raw.exitCode());
        }
    }
}
