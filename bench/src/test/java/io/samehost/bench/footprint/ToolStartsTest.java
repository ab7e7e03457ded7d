package io.samehost.bench.footprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With real commands, and a real daemon, in a directory that only this test has. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ToolStartsTest {
    private TemporaryDirectory directory;
    private ToolStarts tool;

    @BeforeEach
    void makeTheTool() throws IOException {
        directory = new TemporaryDirectory();
        tool = new ToolStarts(new TimedCommands(directory.path()), directory.path());
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        for (ProcessHandle process : processesHere()) {
            process.destroyForcibly();
            process.onExit().join();
        }
        directory.close();
    }

    /** Those that have the directory in their environment, as the daemon of a tool in it has. */
    private List<ProcessHandle> processesHere() {
        List<ProcessHandle> here = new ArrayList<>();
        ProcessHandle.allProcesses().forEach(process -> {
            if (environmentOf(process).contains("XDG_RUNTIME_DIR=" + directory.path() + '\0')) {
                here.add(process);
            }
        });
        return here;
    }

    private static String environmentOf(ProcessHandle process) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ")), UTF_8);
        } catch (IOException goneOrAnotherUsers) {
            return "";
        }
    }

    @Test
    void eachRoundBeginsWithoutADaemonAndLeavesNone() throws Exception {
        for (int i = 0; i < 2; i++) {
            ToolStarts.Times times = tool.round();
            assertTrue(times.coldNanos() > 0 && times.warmNanos() > 0, times::toString);
            assertEquals(List.of(), processesHere());
        }
        assertTrue(directory.names().contains(ToolDaemon.NAME), () -> "the tool is elsewhere");
    }

    @Test
    void aMeasurementThatFailsLeavesNoDaemonEither() throws Exception {
        TimedCommands commands = new TimedCommands(directory.path());
        String classPath = System.getProperty("java.class.path");
        commands.untilExitNanos(List.of(commands.java(), "-cp", classPath, ToolCommand.class.getName(), "count"), "1");
        assertFalse(processesHere().isEmpty());
        IOException failure = assertThrows(IOException.class, tool::round);
        assertTrue(failure.getMessage().endsWith("answer=2"), failure::getMessage);
        assertEquals(0, failure.getSuppressed().length);
        assertEquals(List.of(), processesHere());
    }

    @Test
    void aToolThatCannotStartIsToldWithWhatItSaid() {
        ToolStarts broken = new ToolStarts(
                new TimedCommands(directory.path()),
                directory.path(),
                directory.resolve("empty").toString());
        IOException failure = assertThrows(IOException.class, broken::round);
        assertTrue(failure.getMessage().contains(ToolCommand.class.getName()), failure::getMessage);
        assertTrue(failure.getMessage().contains("stderr="), failure::getMessage);
    }

    @Test
    void aDirectoryWithoutRoomForTheSocketIsRefusedBeforeTheToolStartsElsewhere() throws IOException {
        Path longOne = Files.createDirectory(directory.ofLength(100, "x"));
        ToolStarts elsewhere = new ToolStarts(new TimedCommands(longOne), longOne);
        IOException failure = assertThrows(IOException.class, elsewhere::round);
        assertTrue(failure.getMessage().contains("too long"), failure::getMessage);
        assertFalse(Files.exists(longOne.resolve(ToolDaemon.NAME)));
    }
}
