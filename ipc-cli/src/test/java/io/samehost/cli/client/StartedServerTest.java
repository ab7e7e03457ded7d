package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.Workplace;
import io.samehost.cli.server.IpcServer;
import io.samehost.fixture.Background;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code call --start}: a script gets its answer whether or not the server runs. */
@Timeout(120)
final class StartedServerTest {
    private static final String PID = "samehost.Server/Info";

    private Workplace work;
    private String starts;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
        starts = String.join(" ", Workplace.java(IpcServer.class, "rpc", "-l", "unix:./s", "--close-when-idle", "5s"));
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private Workplace.Result call(String method, String command) throws Exception {
        return work.client("call", "unix:./s", method, "-d", "hi", "--start", command);
    }

    /** From what the server says of itself. */
    private String pid() throws Exception {
        return call(PID, "false")
                .out()
                .lines()
                .filter(line -> line.startsWith("pid "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFirstCallStartsTheServerAndTheNextOneFindsIt() throws Exception {
        assertEquals("hi", call("samehost.Echo/Echo", starts).out());
        assertEquals(pid(), pid());
    }

    @Test
    void aSubstitutionOfTheShellEndsWithTheCall() throws Exception {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "out=$(\"$@\"); echo \"<$out>\"", "sh"));
        shell.addAll(Workplace.java(
                IpcClient.class, "call", "unix:./s", "samehost.Echo/Echo", "-d", "hi", "--start", starts));
        assertEquals("<hi>\n", work.run(shell).out());
        assertTrue(Files.exists(work.path("s")));
    }

    @Test
    void manyFirstCallsAtOnceHaveOneServer() throws Exception {
        List<CompletableFuture<Workplace.Result>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<String> command = Workplace.java(IpcClient.class, "call", "unix:./s", PID, "--start", starts);
            Workplace.Started started = work.start(command, Path.of("/dev/null"));
            calls.add(Background.call(() -> work.finish(started)));
        }
        List<String> pids = new ArrayList<>();
        for (CompletableFuture<Workplace.Result> call : calls) {
            Workplace.Result result = call.get(60, TimeUnit.SECONDS);
            assertEquals(0, result.exitCode(), result.err());
            pids.add(result.out()
                    .lines()
                    .filter(line -> line.startsWith("pid "))
                    .findFirst()
                    .orElseThrow());
        }
        assertEquals(1, pids.stream().distinct().count(), pids::toString);
    }

    @Test
    void aServerThatEndsAtOnceIsToldWithItsLastLines() throws Exception {
        Workplace.Result result = call("samehost.Echo/Echo", "cat /no/such/file");
        assertEquals(1, result.exitCode());
        assertEquals(
                "ipc-client: server was started and has ended: command=cat /no/such/file exit=1, it said:"
                        + " cat: /no/such/file: No such file or directory\n",
                result.err());
    }

    @Test
    void aCommandThatIsNotThereIsSaid() throws Exception {
        Workplace.Result result = call("samehost.Echo/Echo", "no-such-program");
        assertTrue(result.exitCode() != 0);
        assertTrue(result.err().contains("no-such-program"), result.err());
    }
}
