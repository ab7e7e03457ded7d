package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.server.Server;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ipc-client call} and what it tells the shell. */
@Timeout(120)
final class CallCommandTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private Workplace work;
    private Server server;
    private String address;

    @BeforeEach
    void start() throws Exception {
        work = new Workplace();
        server = Server.builder()
                .listen("unix:" + work.path("s"))
                .handleInline("test", "Echo", request -> request.payload())
                .handleInline(
                        "test",
                        "Metadata",
                        request -> request.metadata().toString().getBytes(StandardCharsets.UTF_8))
                .handleInline("test", "Missing", request -> {
                    throw new StatusException(StatusCode.NOT_FOUND, "no such \"thing\"");
                })
                .handle("test", "Stuck", request -> {
                    release.await();
                    return request.payload();
                })
                .start();
        address = server.addresses().get(0).toString();
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        server.close();
        work.close();
    }

    private void fails(int exitCode, String message, String... arguments) throws Exception {
        var result = work.client(arguments);
        assertEquals("ipc-client: " + message + "\n", result.err());
        assertEquals(exitCode, result.exitCode());
        assertEquals("", result.out());
    }

    @Test
    void theResultIsPrintedAsItIs() throws Exception {
        assertEquals(
                "two\nlines",
                work.client("call", address, "test/Echo", "-d", "two\nlines").out());
        assertEquals("", work.client("call", address, "test/Echo").out());
    }

    @Test
    void dataComesFromAFileOrFromStdinByteByByte() throws Exception {
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        Path file = work.file("data", data);
        assertArrayEquals(
                data,
                work.client("call", address, "test/Echo", "-d", "@" + file).outBytes());
        List<String> fromStdin = Workplace.java(IpcClient.class, "call", address, "test/Echo", "-d", "-");
        assertArrayEquals(data, work.run(fromStdin, file).outBytes());
    }

    @Test
    void headersBecomeMetadata() throws Exception {
        var result = work.client("call", address, "test/Metadata", "-H", "Trace:7", "-H", "who: me: you");
        assertEquals("[Entry[key=trace, value=7], Entry[key=who, value=me: you]]", result.out());
    }

    @Test
    void aStatusIsAnExitCodeAndALineToStderr() throws Exception {
        fails(69, "NOT_FOUND: no such \"thing\"", "call", address, "test/Missing");
        fails(
                76,
                "UNIMPLEMENTED: unknown method: method=test/Nope, ipc-client list " + address + " shows all",
                "call",
                address,
                "test/Nope");
    }

    @Test
    void aDeadlineThatPassesIsAnExitCode() throws Exception {
        var result = work.client("call", address, "test/Stuck", "--timeout", "100ms");
        assertEquals(68, result.exitCode(), result.err());
        assertTrue(result.err().startsWith("ipc-client: DEADLINE_EXCEEDED: "), result.err());
    }

    @Test
    void jsonHasTextAsTextAndBytesAsBase64() throws Exception {
        assertEquals(
                "{\"status\":\"OK\",\"code\":0,\"payload\":\"a \\\"b\\\"\\n\"}\n",
                work.client("call", address, "test/Echo", "-d", "a \"b\"\n", "--json")
                        .out());
        byte[] bytes = {(byte) 0xFF, 0};
        Path file = work.file("data", bytes);
        assertEquals(
                "{\"status\":\"OK\",\"code\":0,\"payloadBase64\":\""
                        + Base64.getEncoder().encodeToString(bytes) + "\"}\n",
                work.client("call", address, "test/Echo", "-d", "@" + file, "--json")
                        .out());
        var missing = work.client("call", address, "test/Missing", "--json");
        assertEquals("{\"status\":\"NOT_FOUND\",\"code\":5,\"message\":\"no such \\\"thing\\\"\"}\n", missing.out());
        assertEquals(69, missing.exitCode());
    }

    @Test
    void missingRefusedAndStuckServersAreToldApart() throws Exception {
        fails(
                3,
                "no such socket file: address=unix:./none, start the server first or check the path",
                "call",
                "unix:./none",
                "test/Echo");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var refused = work.client("call", "tcp:127.0.0.1:" + port, "test/Echo");
        assertEquals(3, refused.exitCode());
        assertTrue(refused.err().contains("Connection refused"), refused.err());
        var json = work.client("call", "unix:./none", "test/Echo", "--json");
        assertEquals(
                "{\"event\":\"error\",\"exit\":3,\"message\":\"no such socket file: address=unix:./none, start the"
                        + " server first or check the path\"}\n",
                json.err());
    }

    @Test
    void aServerThatSpeaksSomethingElseBrokeTheProtocol() throws Exception {
        ServerProcess hello = work.server("hello", "-l", "unix:./h");
        var result = work.client("call", hello.address(), "test/Echo");
        assertEquals(5, result.exitCode(), result.err());
        assertTrue(result.err().startsWith("ipc-client: server broke the protocol: "), result.err());
    }

    @Test
    void aConnectionLostInACallIsUnavailable() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            var started = work.start(
                    Workplace.java(IpcClient.class, "call", "tcp:127.0.0.1:" + silent.getLocalPort(), "test/Echo"),
                    Path.of("/dev/null"));
            try (var accepted = silent.accept()) {
                assertEquals(0, accepted.getInputStream().read());
            }
            var result = work.finish(started);
            assertEquals(78, result.exitCode(), result.err());
        }
    }

    @Test
    void whoWaitsForAServerGetsIt() throws Exception {
        Workplace.Started call = work.start(
                Workplace.java(IpcClient.class, "call", "unix:./r", "samehost.Echo/Echo", "-d", "hi", "--wait", "60s"),
                Path.of("/dev/null"));
        Workplace.Started raw =
                work.start(Workplace.java(IpcClient.class, "raw", "unix:./h", "--wait", "60s"), Path.of("/dev/null"));
        work.server("rpc", "-l", "unix:./r");
        work.server("hello", "-l", "unix:./h");
        assertEquals("hi", work.finish(call).out());
        assertEquals("Hello, world!", work.finish(raw).out());
    }

    @Test
    void aPlainCallLoadsNothingThatItDoesNotNeed() throws Exception {
        Path log = work.path("classes.log");
        List<String> command = Workplace.java(IpcClient.class, "call", address, "test/Echo", "-d", "hi");
        command.add(1, "-Xlog:class+load:file=" + log);
        assertEquals("hi", work.run(command).out());
        String loaded = Files.readString(log);
        assertTrue(loaded.contains("io.samehost.client.Client "));
        assertEquals(
                List.of(),
                loaded.lines()
                        .filter(line -> line.contains("picocli.")
                                || line.contains("org.newsclub.")
                                || line.contains(" java.util.logging."))
                        .toList());
    }

    @Test
    void aStackTraceIsForThoseWhoAskForIt() throws Exception {
        var result = work.client("call", "unix:./none", "test/Echo", "-v");
        assertEquals(3, result.exitCode());
        assertTrue(result.err().lines().skip(1).anyMatch(line -> line.startsWith("\tat ")), result.err());
    }

    @Test
    void pingMeasuresEveryCallAndSumsUp() throws Exception {
        work.server("rpc", "-l", "unix:./r");
        var result = work.client("ping", "unix:./r", "-c", "3", "-i", "0", "-s", "1k", "--json");
        assertEquals(0, result.exitCode(), result.err());
        List<String> lines = new ArrayList<>(result.out().lines().toList());
        assertEquals(4, lines.size());
        assertTrue(
                lines.get(0).matches("\\{\"event\":\"answer\",\"seq\":1,\"bytes\":1024,\"us\":[0-9.]+}"), lines.get(0));
        assertTrue(
                lines.get(3)
                        .matches(
                                "\\{\"event\":\"summary\",\"address\":\"unix:./r\",\"calls\":3,\"answered\":3,\"lost\":0,"
                                        + "\"minUs\":[0-9.]+,\"p50Us\":[0-9.]+,\"p99Us\":[0-9.]+,\"maxUs\":[0-9.]+}"),
                lines.get(3));
        assertEquals(3, work.client("ping", "unix:./none").exitCode());
    }
}
