package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses that {@code ipc-server} listens on, and those that it cannot. */
@Timeout(120)
final class ListenTest {
    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private void refused(int exitCode, String message, String... arguments) throws Exception {
        var result = work.failingServer(arguments);
        assertEquals("ipc-server: " + message + "\n", result.err());
        assertEquals(exitCode, result.exitCode());
        assertEquals("", result.out());
    }

    @Test
    void aReadyLineForEachAddressSaysWhereByWhomAndHow() throws Exception {
        ServerProcess server = work.server(
                "hello",
                "-l",
                "unix:./s",
                "-l",
                "unix:@sh-test-" + work.path("").getFileName(),
                "-l",
                "tcp:127.0.0.1:0",
                "--engine=loop");
        String how = " engine=loop pid=" + server.pid();
        assertEquals("listening unix:./s provider=jdk" + how, server.ready());
        assertEquals(
                "listening unix:@sh-test-" + work.path("").getFileName() + " provider=junixsocket" + how,
                server.nextLine());
        assertTrue(server.nextLine().matches("listening tcp:127\\.0\\.0\\.1:[1-9][0-9]* provider=jdk" + how));
    }

    @Test
    void readyLinesForProgramsAreJson() throws Exception {
        ServerProcess server = work.server("hello", "-l", "unix:./s", "--json");
        assertEquals(
                "{\"event\":\"listening\",\"address\":\"unix:./s\",\"provider\":\"jdk\",\"engine\":\"threads\",\"pid\":"
                        + server.pid() + "}",
                server.ready());
    }

    @Test
    void theAddressMayComeFromTheEnvironment() throws Exception {
        ServerProcess server = work.server(Workplace.java(IpcServer.class, "echo"), Map.of("IPC_ADDRESS", "unix:./e"));
        assertEquals("unix:./e", server.address());
    }

    @Test
    void aSecondServerIsToldWhoHasThePath() throws Exception {
        ServerProcess first = work.server("hello", "-l", "unix:./s");
        refused(
                3,
                "address is in use by pid " + first.pid() + ": path=./s, stop that server or choose another path",
                "echo",
                "-l",
                "unix:./s");
        assertEquals("Hello, world!", work.client("raw", "unix:./s").out());
    }

    @Test
    void afterAKillTheNextStartTakesOver() throws Exception {
        ServerProcess first = work.server("hello", "-l", "unix:./s");
        first.close();
        assertEquals(List.of("s", "s.lock"), work.names("s").subList(0, 2));
        assertEquals(3, work.client("raw", "unix:./s").exitCode());
        work.server("hello", "-l", "unix:./s");
        assertEquals("Hello, world!", work.client("raw", "unix:./s").out());
    }

    @Test
    void aFileThatIsInTheWayStaysThere() throws Exception {
        work.file("s", "precious".getBytes(StandardCharsets.UTF_8));
        refused(
                3,
                "something else is in the way: path=./s is=regular file, move it or choose another path",
                "hello",
                "-l",
                "unix:./s");
        assertEquals("precious", Files.readString(work.path("s")));
    }

    @Test
    void aPathThatIsTooLongIsToldTheLimit() throws Exception {
        String path = "./" + "x".repeat(105);
        refused(
                3,
                "socket path is too long: path=" + path
                        + " length=107 bytes limit=106 bytes provider=jdk, choose a shorter path",
                "hello",
                "-l",
                "unix:" + path);
    }

    @Test
    void aPortInUseIsSaidToBe() throws Exception {
        ServerProcess first = work.server("hello", "-l", "tcp:127.0.0.1:0");
        var result = work.failingServer("hello", "-l", "tcp:127.0.0.1:" + first.port());
        assertEquals(3, result.exitCode());
        assertTrue(
                result.err().startsWith("ipc-server: cannot listen: address=tcp:127.0.0.1:" + first.port()),
                result.err());
        assertTrue(result.err().contains("Address already in use"), result.err());
    }

    @Test
    void aMissingDirectoryIsNamed() throws Exception {
        refused(
                3,
                "no directory for the socket: path=./no/s directory=" + work.path("./no") + ", create it first",
                "hello",
                "-l",
                "unix:./no/s");
    }

    @Test
    void aHostThatIsNotLoopbackIsRefused() throws Exception {
        var result = work.failingServer("hello", "-l", "tcp:192.0.2.1:0");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().startsWith("ipc-server: host is not loopback: host=192.0.2.1"), result.err());
    }

    @Test
    void ofSeveralAddressesNoneIsKeptIfOneCannotBeHad() throws Exception {
        assertEquals(
                3,
                work.failingServer("hello", "-l", "unix:./s", "-l", "unix:./no/t")
                        .exitCode());
        assertEquals(List.of(), work.names("s"));
    }

    @Test
    void failuresForProgramsAreJson() throws Exception {
        var result = work.failingServer("hello", "--json", "-l", "unix:./no/s");
        assertTrue(result.err().startsWith("{\"event\":\"error\",\"exit\":3,\"message\":\"no directory"), result.err());
    }
}
