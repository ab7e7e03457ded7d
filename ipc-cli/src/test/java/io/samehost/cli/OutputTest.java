package io.samehost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.PeerCommands;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.cli.server.IpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output that is lost is never success, and a peer's text never drives a terminal. */
@Timeout(120)
final class OutputTest {
    private static final String FULL_DISK = "cannot write the output: file=stdout cause=No space left on device";

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private ServerProcess serve(String... arguments) throws IOException {
        Files.createDirectories(work.path("pub"));
        work.file("pub/file", "some bytes".getBytes(UTF_8));
        return work.server(arguments);
    }

    /** {@code ipc-client} in a shell, with something behind it. */
    private Workplace.Result shell(String behind, String... arguments) throws Exception {
        return work.run(inShell(Workplace.java(IpcClient.class, arguments), behind));
    }

    private static List<String> inShell(List<String> command, String behind) {
        List<String> shell = new ArrayList<>(List.of("bash", "-c", "\"$@\" " + behind, "bash"));
        shell.addAll(command);
        return shell;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "list --json",
                "ping -c 2 -i 0",
                "ping -c 2 -i 0 --json",
                "call samehost.Echo/Echo -d x",
                "call samehost.Echo/Echo -d x --json",
                "get file -o -",
                "get file --json",
                "files",
                "files --json",
                "doctor",
                "doctor --json",
            })
    void aFullDiskIsAnError(String command) throws Exception {
        ServerProcess server = serve("rpc", "-l", "unix:./s", "--files", "pub");
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add(1, server.address());

        Workplace.Result result = shell(">/dev/full", arguments.toArray(String[]::new));

        assertEquals(1, result.exitCode(), result.err());
        assertTrue(result.err().contains(FULL_DISK), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "-V", "call -h", "generate-completion"})
    void aFullDiskIsAnErrorAlsoForHelp(String command) throws Exception {
        List<String> client = Workplace.java(IpcClient.class, command.split(" "));
        client.add(1, "--enable-native-access=ALL-UNNAMED"); // newer JDKs would warn, where -V asks for junixsocket

        Workplace.Result result = work.run(inShell(client, ">/dev/full"));

        assertEquals("ipc-client: " + FULL_DISK + "\n", result.err());
        assertEquals(1, result.exitCode());
    }

    @Test
    void aFullDiskIsAnErrorForDatagrams() throws Exception {
        ServerProcess server = serve("rpc", "-l", "unixgram:./d");

        Workplace.Result result = shell(">/dev/full", "flood", server.address(), "-c", "10");

        assertEquals(1, result.exitCode(), result.err());
        assertTrue(result.err().contains(FULL_DISK), result.err());
    }

    /** Runs a program whose reader has gone before it begins. */
    private Workplace.Result withoutReader(Class<?> program, String arguments) throws Exception {
        return work.run(inShell(
                Workplace.java(program, arguments.split(" ")),
                "> >(exec 0<&-; touch gone; sleep 60) & while [ ! -e gone ]; do sleep 0.01; done; wait $!"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "call -h", "generate-completion"})
    void aReaderThatHasGoneEndsHelpQuietly(String arguments) throws Exception {
        Workplace.Result result = withoutReader(IpcClient.class, arguments);

        assertEquals("", result.err());
        assertEquals(141, result.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello -l unix:./s", "hello -l unix:./s --idle-timeout 5s", "-h"})
    void aReaderThatHasGoneEndsAServerQuietly(String arguments) throws Exception {
        Workplace.Result result = withoutReader(IpcServer.class, arguments);

        assertEquals("", result.err());
        assertEquals(141, result.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "chat"})
    void aFullDiskEndsWhatGoesOnByItself(String command) throws Exception {
        ServerProcess server = serve("chat", "-l", "unix:./s");

        Workplace.Result result = shell(">/dev/full", command, server.address());

        assertEquals(1, result.exitCode(), result.err());
        assertTrue(result.err().contains(FULL_DISK), result.err());
    }

    @Test
    void aServerThatCannotSayThatItIsReadyEnds() throws Exception {
        Workplace.Result result =
                work.run(inShell(Workplace.java(IpcServer.class, "hello", "-l", "unix:./s"), ">/dev/full"));

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains(FULL_DISK), result.err());
        assertEquals(List.of(), work.names("s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping -i 10ms", "ping -i 10ms --json"})
    void aReaderThatHasGoneEndsACommandQuietly(String command) throws Exception {
        ServerProcess server = serve("rpc", "-l", "unix:./s");
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add(1, server.address());

        Workplace.Result result = shell(
                "> >(exec 0<&-; touch gone; sleep 60) & while [ ! -e gone ]; do sleep 0.01; done; wait $!",
                arguments.toArray(String[]::new));

        assertEquals("", result.err());
        assertEquals(141, result.exitCode());
    }

    /** Only another member's line tells them that nobody reads any more. */
    @ParameterizedTest
    @ValueSource(strings = {"chat", "raw"})
    void aReaderThatHasGoneEndsATalkQuietly(String command) throws Exception {
        ServerProcess server = serve("chat", "-l", "unix:./s");

        Workplace.Result result = shell(
                "< <(sleep 60) > >(head -1 >/dev/null; exec 0<&-; touch gone; sleep 60) &"
                        + " while [ ! -e gone ]; do sleep 0.01; done; echo hello | nc -NU s >/dev/null; wait $!",
                command,
                server.address());

        assertEquals("", result.err());
        assertEquals(141, result.exitCode());
    }

    @Test
    void theStatusOfACallIsHarmless() throws Exception {
        ServerProcess server = serve("rpc", "-l", "unix:./s");

        Workplace.Result result = work.client("call", server.address(), "a\u001b[31mb/x\ny");

        assertEquals(76, result.exitCode());
        assertEquals(
                "ipc-client: UNIMPLEMENTED: unknown service: service=a\uFFFD[31mb, ipc-client list unix:./s shows all\n",
                result.err());
    }

    @Test
    void aResultIsHarmlessOnATerminalAndAsItIsInAPipe() throws Exception {
        PeerCommands.require("script");
        ServerProcess server = serve("rpc", "-l", "unix:./s");
        work.file("data", "red \u001b[31m and\nblue \u009b34m".getBytes(UTF_8));
        List<String> call =
                Workplace.java(IpcClient.class, "call", server.address(), "samehost.Echo/Echo", "-d", "@data");

        Workplace.Result piped = work.run(call);
        Workplace.Result shown = work.run(List.of("script", "-qec", String.join(" ", call), "/dev/null"));

        assertEquals("red \u001b[31m and\nblue \u009b34m", piped.out());
        assertEquals("red \uFFFD[31m and\r\nblue \uFFFD34m", shown.out());
    }

    @Test
    void aCharacterThatIsCutOffAtTheEndIsShownAsNone() throws Exception {
        PeerCommands.require("script");
        ServerProcess server = serve("rpc", "-l", "unix:./s");
        work.file("data", new byte[] {'a', (byte) 0xC3});
        List<String> call =
                Workplace.java(IpcClient.class, "call", server.address(), "samehost.Echo/Echo", "-d", "@data");

        assertEquals(
                "a\uFFFD",
                work.run(List.of("script", "-qec", String.join(" ", call), "/dev/null"))
                        .out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"call %s samehost.Echo/Echo -d -", "call %s samehost.Echo/Echo -d @-"})
    void standardInputThatDoesNotBlockIsWaitedFor(String command) throws Exception {
        ServerProcess server = serve("rpc", "-l", "unix:./s");
        String[] arguments = String.format(command, server.address()).split(" ");
        String nonBlocking = "import os,sys; os.set_blocking(0, False); os.execvp(sys.argv[1], sys.argv[1:])";
        List<String> client = new ArrayList<>(List.of("python3", "-c", nonBlocking));
        client.addAll(Workplace.java(IpcClient.class, arguments));

        Process process = work.talk(client);
        process.getOutputStream().write("first ".getBytes(UTF_8));
        process.getOutputStream().flush();
        process.getOutputStream().write("second".getBytes(UTF_8));
        process.getOutputStream().close();

        assertEquals("first second", new String(process.getInputStream().readAllBytes(), UTF_8));
        assertEquals(0, process.waitFor());
    }

    @Test
    void aFileOfDataThatIsMissingIsNamed() throws Exception {
        ServerProcess server = serve("rpc", "-l", "unix:./s");

        Workplace.Result result = work.client("call", server.address(), "samehost.Echo/Echo", "-d", "@missing.json");

        assertEquals(2, result.exitCode());
        assertEquals("ipc-client: no such file for the data: file=missing.json\n", result.err());
    }
}
