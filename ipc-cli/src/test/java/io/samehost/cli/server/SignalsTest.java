package io.samehost.cli.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and SIGTERM. */
@Timeout(120)
final class SignalsTest {
    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        Tools.require("env");
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    /** The tests may run with Ctrl-C ignored, and children inherit that. */
    private static List<String> withSignals(List<String> command) {
        List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT"));
        all.addAll(command);
        return all;
    }

    private ServerProcess slowServer(String... arguments) throws Exception {
        return work.server(withSignals(Workplace.java(SlowServer.class, arguments)), Map.of("IPC_ADDRESS", "unix:./s"));
    }

    private Workplace.Started slowCall(String millis) throws Exception {
        return work.start(
                Workplace.java(IpcClient.class, "call", "unix:./s", "test.Slow/Millis", "-d", millis),
                Path.of("/dev/null"));
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143, threads", "INT, 130, threads", "TERM, 143, loop", "INT, 130, loop"})
    void anIdleServerEndsAndTakesItsFilesWithIt(String signal, int exitCode, String engine) throws Exception {
        ServerProcess server = work.server(
                withSignals(
                        Workplace.java(IpcServer.class, "echo", "-l", "unix:./s", "-l", "tcp:0", "--engine", engine)),
                Map.of());
        server.kill(signal);
        assertEquals(exitCode, server.exitCode());
        assertEquals("", server.err());
        assertEquals(List.of("server0"), work.names("s"));
    }

    @Test
    void aCallThatHasBegunEndsBeforeTheServerDoes() throws Exception {
        ServerProcess server = slowServer();
        Workplace.Started call = slowCall("700");
        assertEquals("begun", server.nextLine());
        server.kill("TERM");
        var result = work.finish(call);
        assertEquals("700", result.out(), result.err());
        assertEquals(143, server.exitCode());
        assertTrue(server.err().startsWith("ipc-server: draining: connections=1"), server.err());
    }

    @Test
    void aSecondCtrlCStopsNow() throws Exception {
        ServerProcess server = slowServer("--drain-timeout=PT60S");
        Workplace.Started call = slowCall("600000");
        assertEquals("begun", server.nextLine());
        server.kill("INT");
        await().until(() -> server.err().contains("draining"));
        server.kill("INT");
        assertEquals(130, server.exitCode());
        var result = work.finish(call);
        assertEquals(78, result.exitCode(), result.err());
        assertEquals(List.of("server0"), work.names("s"));
    }

    @Test
    void theDrainHasAnEnd() throws Exception {
        ServerProcess server = slowServer("--drain-timeout=PT0.1S");
        Workplace.Started call = slowCall("600000");
        assertEquals("begun", server.nextLine());
        server.kill("TERM");
        assertEquals(143, server.exitCode());
        assertEquals(78, work.finish(call).exitCode());
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aPingThatIsStoppedSumsUp(String signal, int exitCode) throws Exception {
        work.server("rpc", "-l", "unix:./r");
        ServerProcess ping =
                work.server(withSignals(Workplace.java(IpcClient.class, "ping", "unix:./r", "-i", "60s")), Map.of());
        assertEquals("PING unix:./r with 56 bytes", ping.ready());
        assertTrue(ping.nextLine().startsWith("56 bytes: seq=1 time="));
        ping.kill(signal);
        assertEquals("--- unix:./r ---", ping.nextLine());
        assertEquals("1 calls, 1 answered, 0.0% lost", ping.nextLine());
        assertTrue(ping.nextLine().matches("min/p50/p99/max = [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ us"));
        assertTrue(ping.nextLine().startsWith("few calls of a JVM that has just started: "));
        assertEquals(exitCode, ping.exitCode());
    }

    /** It then waits for the server most of the time. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aPingWhoseServerHasGoneEndsByASignalAsEver(String signal, int exitCode) throws Exception {
        ServerProcess server = work.server("rpc", "-l", "unix:./r");
        ServerProcess ping =
                work.server(withSignals(Workplace.java(IpcClient.class, "ping", "unix:./r", "-i", "1ms")), Map.of());
        server.kill("KILL");
        String line = ping.nextLine();
        while (!line.startsWith("lost: ") || !line.contains("nobody listens")) {
            line = ping.nextLine();
        }
        ping.kill(signal);
        assertEquals(exitCode, ping.exitCode());
        assertFalse(ping.err().contains("ipc-client: "), ping.err());
    }
}
