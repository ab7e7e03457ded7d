package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says to somebody who has it for the first time. */
@Timeout(120)
final class FacesTest {
    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private void fails(int exitCode, String message, String... arguments) throws Exception {
        List<String> command = Workplace.java(IpcClient.class, arguments);
        command.add(1, "--enable-native-access=ALL-UNNAMED"); // newer JDKs would warn of junixsocket
        Workplace.Result result = work.run(command);
        assertEquals("ipc-client: " + message + "\n", result.err());
        assertEquals(exitCode, result.exitCode());
        assertEquals("", result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:./t.sock", "./t.sock", "/t.sock", "tcp:3999", "unix:@t", "udp:1"})
    void aForgottenMethodIsAskedFor(String address) throws Exception {
        fails(
                2,
                "method is missing: address=" + address + ", write SERVICE/METHOD behind it such as"
                        + " samehost.Echo/Echo; ipc-client list " + address + " shows them",
                "call",
                address);
    }

    @Test
    void aForgottenNameOfAFileIsAskedFor() throws Exception {
        fails(
                2,
                "name of the file is missing: address=unix:./t.sock, write it behind the address; ipc-client files"
                        + " unix:./t.sock lists them",
                "get",
                "unix:./t.sock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/samehost.demo.Echo/Echo", "samehost.demo.Echo.Echo"})
    void aMethodAsOthersWriteItIsToldHowItIsWrittenHere(String method) throws Exception {
        fails(
                2,
                "not a method: method=" + method + ", did you mean samehost.demo.Echo/Echo?",
                "call",
                "unix:./s",
                method);
    }

    @ParameterizedTest
    @CsvSource({"call tcp://localhost:3499", "call tcp://localhost:3499 a/b", "ping tcp://localhost:3499"})
    void anAddressInAnotherSpellingIsAnsweredWithOurs(String line) throws Exception {
        Workplace.Result result = work.client(line.split(" ", -1));
        assertTrue(
                result.err().contains("not an address: address=tcp://localhost:3499, write tcp:localhost:3499"),
                result.err());
        assertEquals(2, result.exitCode());
    }

    @ParameterizedTest
    @CsvSource({"call a/b c/d text, 'argument too many: argument=text, -d sends text'"})
    void anArgumentTooManyIsNamed(String line, String message) throws Exception {
        fails(2, message, line.split(" ", -1));
    }

    @Test
    void aRefusalIsNoTimeout() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        fails(
                3,
                "nobody listens: address=tcp:127.0.0.1:" + port + " tried=[127.0.0.1:" + port
                        + " (Connection refused)], start the server first or check the port",
                "call",
                "tcp:127.0.0.1:" + port,
                "a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:./s", "unixgram:./s"})
    void anUnknownMethodIsAnsweredWithTheNearest(String address) throws Exception {
        work.server("rpc", "-l", address, "--method", "demo.Text/Upper=tr a-z A-Z");
        fails(
                76,
                "UNIMPLEMENTED: unknown method: method=demo.Text/Uper, did you mean demo.Text/Upper? ipc-client list "
                        + address + " shows all",
                "call",
                address,
                "demo.Text/Uper");
        fails(
                76,
                "UNIMPLEMENTED: unknown service: service=foo, ipc-client list " + address + " shows all",
                "call",
                address,
                "foo/bar");
    }

    @Test
    void forProgramsAnUnknownMethodIsWhatTheServerSaid() throws Exception {
        work.server("rpc", "-l", "unix:./s");
        assertEquals(
                "{\"status\":\"UNIMPLEMENTED\",\"code\":12,\"message\":\"unknown service: service=foo\"}\n",
                work.client("call", "unix:./s", "foo/bar", "--json").out());
    }

    @ParameterizedTest
    @CsvSource({"missing.json, no such file for the data: file=missing.json", ".., Is a directory"})
    void dataThatCannotBeReadIsToldInWords(String file, String message) throws Exception {
        Workplace.Result result = work.client("call", "unix:./s", "a/b", "-d", "@" + file);
        assertTrue(result.err().contains(message), result.err());
        assertTrue(!result.err().contains("Exception"), result.err());
        assertEquals(2, result.exitCode());
    }

    @ParameterizedTest
    @CsvSource({"''", "hello", "'/name x'"})
    void aChatWithAServerOfCallsIsNone(String typed) throws Exception {
        ServerProcess server = work.server("rpc", "-l", "unix:./s");
        Path stdin = work.file("typed", (typed + "\n").repeat(20).getBytes(StandardCharsets.UTF_8));
        Workplace.Result result = work.run(Workplace.java(IpcClient.class, "chat", server.address()), stdin);
        assertTrue(result.err().matches("ipc-client: server .*, is it a chat\\? .*\n"), result.err());
        assertEquals("", result.out());
        assertEquals(5, result.exitCode());
    }

    @Test
    void aServerWithoutFilesIsToldSo() throws Exception {
        work.server("rpc", "-l", "unix:./s");
        for (List<String> line : List.of(List.of("files", "unix:./s"), List.of("get", "unix:./s", "a"))) {
            fails(
                    76,
                    "UNIMPLEMENTED: unknown service: service=samehost.Files, the server offers no files:"
                            + " address=unix:./s, start it with ipc-server rpc --files DIR",
                    line.toArray(String[]::new));
        }
    }

    private Workplace.Result callWithInput(String... more) throws Exception {
        Path input = work.file("input", "data".getBytes(StandardCharsets.UTF_8));
        List<String> line = new ArrayList<>(List.of("call", "unix:./s", "samehost.Echo/Echo"));
        line.addAll(List.of(more));
        return work.run(Workplace.java(IpcClient.class, line.toArray(String[]::new)), input);
    }

    @Test
    void inputThatIsNotSentIsNoted() throws Exception {
        work.server("rpc", "-l", "unix:./s");
        String note = "stdin has data that was not sent, -d - sends it, and -d '' sends nothing without this note";
        Workplace.Result silent = callWithInput();
        assertEquals("ipc-client: " + note + "\n", silent.err());
        assertEquals("", silent.out());
        assertEquals(0, silent.exitCode());
        assertEquals(
                "{\"event\":\"note\",\"message\":\"" + note + "\"}\n",
                callWithInput("--json").err());
        assertEquals("data", callWithInput("-d", "-").out());
        for (String given : new String[] {"", "-", "text"}) {
            assertEquals("", callWithInput("-d", given).err());
        }
    }

    /** As under ssh, and in some cron jobs: nobody writes, and nobody closes. */
    @Test
    void anInputThatStaysOpenHoldsNobodyUp() throws Exception {
        work.server("rpc", "-l", "unix:./s");
        Process call = work.talk(Workplace.java(IpcClient.class, "call", "unix:./s", "samehost.Echo/Echo"));
        OutputStream open = call.getOutputStream();
        assertEquals(0, call.waitFor());
        open.close();
    }

    @Test
    void aCallInALoopLeavesTheLoopItsLines() throws Exception {
        work.server("rpc", "-l", "unix:./s");
        Path lines = work.file("lines", "one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        List<String> shell =
                new ArrayList<>(List.of("bash", "-c", "while read -r line; do \"$@\" -d \"$line.\"; done", "bash"));
        shell.addAll(Workplace.java(IpcClient.class, "call", "unix:./s", "samehost.Echo/Echo"));
        assertEquals("one.two.", work.run(shell, lines).out());
    }

    @Test
    void aDirectoryOfFilesThatIsNotThereIsAMistakeOfTheCommandLine() throws Exception {
        Workplace.Result result = work.failingServer("rpc", "-l", "unix:./s", "--files", "/nope");
        assertEquals(
                "ipc-server: --files: cannot serve files: directory=/nope reason=no such directory\n", result.err());
        assertEquals(2, result.exitCode());
    }

    @Test
    void filesAreListedAsGetTakesThem() throws Exception {
        serveFiles();
        assertEquals("3 TIME a\n- TIME sub/\n", listed());
        assertEquals("3 TIME a\n- TIME sub/\n5 TIME sub/b c\n- TIME sub/empty/\n", listed("-r"));
        assertEquals("""
                {"name":"sub/b c","kind":"file","sizeBytes":5,"modified":"TIME"}
                {"name":"sub/empty","kind":"directory","modified":"TIME"}
                """, listed("sub", "--json"));
        fails(69, "NOT_FOUND: no such file: name=nope", "files", "unix:./s", "nope");
        fails(67, "INVALID_ARGUMENT: not a directory: name=a", "files", "unix:./s", "a");
        assertEquals(0, work.client("get", "unix:./s", "sub/b c").exitCode());
        assertEquals("bytes", Files.readString(work.path("b c")));
    }

    private String listed(String... more) throws Exception {
        List<String> line = new ArrayList<>(List.of("files", "unix:./s"));
        line.addAll(List.of(more));
        return work.client(line.toArray(String[]::new)).out().replaceAll("[0-9-]+T[0-9:.]+Z", "TIME");
    }

    private void serveFiles() throws IOException {
        Files.createDirectories(work.path("pub/sub/empty"));
        work.file("pub/a", new byte[3]);
        work.file("pub/sub/b c", "bytes".getBytes(StandardCharsets.UTF_8));
        work.server("rpc", "-l", "unix:./s", "--files", work.path("pub").toString());
    }
}
