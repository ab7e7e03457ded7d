package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.Workplace;
import io.samehost.server.Server;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that end in the middle: what had come is printed, the exit code says why, and the handler goes too. */
@Timeout(60)
final class InterruptedStreamTest {
    private static final byte[] ANN = {10, 3, 'A', 'n', 'n'};
    private static final String LINE = "{\"name\":\"Ann\"}";

    /** The methods whose handlers have ended. */
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    private Workplace work;
    private Server server;

    @BeforeEach
    void serve() throws Exception {
        work = new Workplace();
        server = Server.builder()
                .listen("unix:" + work.path("s"))
                .schema("demo.Echo", DemoSchema::bytes)
                .handleServerStream("demo.Echo", "Repeat", (request, answers) -> {
                    try {
                        answers.send(ANN);
                        answers.send(ANN);
                        if (request.length > 0) {
                            new CountDownLatch(1).await();
                        }
                        while (true) {
                            answers.send(ANN);
                        }
                    } finally {
                        ended.add("Repeat");
                    }
                })
                .handleBidi("demo.Echo", "Each", stream -> {
                    try {
                        for (byte[] person : stream) {
                            stream.send(person);
                        }
                    } finally {
                        ended.add("Each");
                    }
                })
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        work.close();
    }

    private List<String> call(String method, String... more) {
        List<String> words =
                new ArrayList<>(List.of("call", server.addresses().get(0).toString(), "demo.Echo/" + method));
        words.addAll(List.of(more));
        return Workplace.java(IpcClient.class, words.toArray(new String[0]));
    }

    private void assertHandlerEnds(String method) throws Exception {
        assertEquals(method, ended.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void aDeadlineInTheMiddle() throws Exception {
        Workplace.Result result = work.run(call("Repeat", "-d", "{\"times\":2}", "--timeout", "1s"));

        assertEquals(LINE + "\n" + LINE + "\n", result.out());
        assertTrue(result.err().startsWith("ipc-client: DEADLINE_EXCEEDED: deadline passed"), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertEquals(68, result.exitCode());
        assertHandlerEnds("Repeat");
    }

    @Test
    void ctrlCInTheMiddle() throws Exception {
        Process call = interruptible(call("Repeat", "-d", "{\"times\":2}"));
        BufferedReader out = call.inputReader(StandardCharsets.UTF_8);
        assertEquals(LINE, out.readLine());
        assertEquals(LINE, out.readLine());

        assertEndsByCtrlC(call, out);
        assertHandlerEnds("Repeat");
    }

    @Test
    void ctrlCWhileItWaitsForMoreToSend() throws Exception {
        Process call = interruptible(call("Each", "-d", "-"));
        BufferedReader out = call.inputReader(StandardCharsets.UTF_8);
        call.outputWriter().append(LINE + "\n").flush();
        assertEquals(LINE, out.readLine());

        assertEndsByCtrlC(call, out);
        assertHandlerEnds("Each");
    }

    /** The tests may run where Ctrl-C is ignored, as in the background of a shell; this program undoes that. */
    private Process interruptible(List<String> command) throws Exception {
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
        words.addAll(command);
        return work.talk(words);
    }

    private void assertEndsByCtrlC(Process call, BufferedReader out) throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(call.pid())).start().waitFor();
        assertTrue(call.waitFor(30, TimeUnit.SECONDS));
        assertEquals(130, call.exitValue());
        assertEquals(null, out.readLine());
        assertEquals("", Files.readString(work.path("err1")));
    }

    @Test
    void aClosedPipeInTheMiddle() throws Exception {
        for (String json : new String[] {"", "--json"}) {
            List<String> words =
                    new ArrayList<>(List.of("bash", "-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "bash"));
            words.addAll(json.isEmpty() ? call("Repeat") : call("Repeat", json));
            Workplace.Result result = work.run(words);

            assertEquals("", result.err());
            assertEquals(json.isEmpty() ? LINE + "\n" : "{\"answer\":" + LINE + "}\n", result.out());
            assertEquals(141, result.exitCode());
            assertHandlerEnds("Repeat");
        }
    }

    @Test
    void aClosedPipeBehindOneLargeAnswer() throws Exception {
        Path data = work.file("data", new byte[1 << 20]);
        try (Server echo = Server.builder().listen("unix:" + work.path("e")).start()) {
            List<String> words =
                    new ArrayList<>(List.of("bash", "-c", "\"$@\" | head -c 1; exit ${PIPESTATUS[0]}", "bash"));
            words.addAll(Workplace.java(
                    IpcClient.class,
                    "call",
                    echo.addresses().get(0).toString(),
                    "samehost.Echo/Echo",
                    "-d",
                    "@" + data));
            Workplace.Result result = work.run(words);

            assertEquals("", result.err());
            assertEquals(141, result.exitCode());
        }
    }
}
