package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ps}, {@code status}, {@code stop}, {@code log} and {@code prune}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ToolCommandsTest {
    private Workplace workplace;

    @BeforeEach
    void makeWorkplace() throws Exception {
        workplace = new Workplace();
        Files.createDirectory(workplace.path("run"));
    }

    @AfterEach
    void end() throws Exception {
        workplace.close();
    }

    private List<String> here(List<String> command) {
        List<String> all = new ArrayList<>(List.of("env", "XDG_RUNTIME_DIR=" + workplace.path("run")));
        all.addAll(command);
        return all;
    }

    private Workplace.Result client(String... arguments) throws Exception {
        return workplace.run(here(Workplace.java(IpcClient.class, arguments)));
    }

    @Test
    void aDaemonIsListedDescribedStoppedAndItsFilesRemoved() throws Exception {
        Workplace.Started daemon =
                workplace.start(here(Workplace.java(ToolProgram.class, "notes")), Path.of("/dev/null"));
        long pid = daemon.process().pid();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(workplace.path("run/notes/state")));

        assertEquals("notes pid=" + pid + " version=1.5 calls=0\n", client("ps").out());
        String status = client("status", "notes").out();
        assertTrue(status.startsWith("pid " + pid + "\nversion 1.5\nstarted 20"), status);
        assertEquals(0, client("stop", "notes").exitCode());
        assertTrue(daemon.process().waitFor(60, TimeUnit.SECONDS));
        assertEquals("", client("ps").out());

        Workplace.Result absent = client("status", "notes");
        assertEquals(3, absent.exitCode());
        assertEquals("ipc-client: daemon does not run: tool=notes, its command starts it\n", absent.err());
        assertEquals("notes\n", client("prune").out());
        assertFalse(Files.exists(workplace.path("run/notes")));
    }

    @ParameterizedTest
    @CsvSource({"status, 3", "stop, 0", "log, 3"})
    void aMistypedNameMakesNoDirectory(String command, int exitCode) throws Exception {
        assertEquals(exitCode, client(command, "nots").exitCode());
        assertFalse(Files.exists(workplace.path("run/nots")));
    }

    @Test
    void aToolWhoseLockCannotBeReadIsNamedAndHidesNoOther() throws Exception {
        Path broken = Files.createDirectories(workplace.path("run/aa"));
        Files.createFile(broken.resolve(".samehost-tool"));
        Files.createSymbolicLink(broken.resolve("lock"), broken.resolve("nowhere"));
        Workplace.Started daemon =
                workplace.start(here(Workplace.java(ToolProgram.class, "notes")), Path.of("/dev/null"));
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(workplace.path("run/notes/state")));

        Workplace.Result listed = client("ps");

        assertTrue(listed.out().startsWith("notes pid=" + daemon.process().pid() + " "), listed.out());
        assertTrue(
                listed.err().startsWith("ipc-client: cannot tell whether a daemon runs: tool=aa cause="), listed.err());
        assertEquals(1, listed.exitCode());
        assertEquals(0, client("stop", "notes").exitCode());
    }

    @Test
    void aNumberOfLinesBelowZeroIsRefused() throws Exception {
        assertEquals(2, client("log", "notes", "-n", "-5").exitCode());
    }

    @Test
    void theLogIsThereForOneWhoAsks() throws Exception {
        Files.createDirectory(workplace.path("run/notes"));
        Files.createFile(workplace.path("run/notes/.samehost-tool"));
        Files.writeString(workplace.path("run/notes/log"), "one\ntwo\u001b[31m\n");
        assertEquals("two\ufffd[31m\n", client("log", "notes", "-n", "1").out());
    }
}
