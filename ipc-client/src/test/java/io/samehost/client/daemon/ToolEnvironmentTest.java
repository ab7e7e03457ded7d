package io.samehost.client.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Tools;
import io.samehost.transport.system.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * Commands in environments that are not as they should be: each gets its answer, or says in one line what is wrong. Not
 * final: {@link ToolSoakTest} repeats it.
 */
class ToolEnvironmentTest extends UsersFixture {
    private static final String OTHER_USER = "4242";
    private static final int LONG_BYTES = 100;

    private Path runtime;

    @BeforeEach
    void makeRuntimeDirectory() throws IOException {
        runtime = Files.createDirectory(directory.resolve("xdg"));
    }

    private ProcessBuilder command(Path xdg) {
        return with(xdg, command());
    }

    private static ProcessBuilder with(Path xdg, ProcessBuilder command) {
        command.environment().put(XDG, xdg.toString());
        return command;
    }

    /** A command of a user whom permissions bind. */
    private ProcessBuilder ordinary(Path xdg) throws IOException {
        if (!isRoot()) {
            return command(xdg);
        }
        give(xdg, OTHER_USER);
        give(temporary, OTHER_USER);
        return with(xdg, commandOf(OTHER_USER));
    }

    private static void forbidToWrite(Path place) throws IOException {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-x------"));
    }

    /** The place of the system must not be there, since it would do. */
    private static void requireNoPlaceOfTheSystem() {
        Assumptions.assumeFalse(
                Files.exists(RUNTIMES.resolve(
                        isRoot() ? OTHER_USER : Integer.toString(Users.ownUid().getAsInt()))),
                "the user has a runtime directory of the system");
    }

    private void assertAnswers(ProcessBuilder command) throws Exception {
        long pid = run(command).pid();
        assertEquals(List.of(pid), Processes.daemons(directory.path()));
        assertEquals(pid, run(command).pid());
    }

    private static void assertUnused(Path place) throws IOException {
        try (var files = Files.list(place)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Rounds
    void withoutARuntimeDirectoryInTheEnvironmentThereIsAnAnswer() throws Exception {
        assertAnswers(command());
        assertUnused(runtime);
    }

    @Rounds
    void withoutAHomeThereIsAnAnswer() throws Exception {
        ProcessBuilder command = command(runtime);
        command.environment().remove("HOME");
        assertAnswers(command);
    }

    @Rounds
    void withoutAnyVariableThereIsAnAnswer() throws Exception {
        ProcessBuilder command = command();
        command.environment().clear();
        assertAnswers(command);
    }

    @Rounds
    void aRuntimeDirectoryThatCannotBeWrittenIsPassedOver() throws Exception {
        ProcessBuilder command = ordinary(runtime);
        forbidToWrite(runtime);
        assertAnswers(command);
        assertUnused(runtime);
    }

    @Rounds
    void whereNoPlaceCanBeWrittenTheCommandSaysSo() throws Exception {
        requireNoPlaceOfTheSystem();
        ProcessBuilder command = ordinary(runtime);
        forbidToWrite(runtime);
        forbidToWrite(temporary);
        String complaint = complaint(command);
        assertTrue(complaint.startsWith("test: no directory for the files of a tool: name="), complaint);
        assertTrue(complaint.contains(runtime.resolve(NAME) + " (no permission)"), complaint);
    }

    @Rounds
    void aRuntimeDirectoryOfAnotherUserIsPassedOver() throws Exception {
        Tools.requireThat(isRoot(), "only root can give a directory away");
        give(runtime, OTHER_USER);
        assertAnswers(command(runtime));
        assertUnused(runtime);
    }

    @Rounds
    void aRuntimeDirectoryTooLongForASocketIsPassedOver() throws Exception {
        Path far = Files.createDirectory(directory.ofLength(LONG_BYTES, "x"));
        assertAnswers(command(far));
        assertUnused(far);
    }

    @Rounds
    void whereAllPlacesAreTooLongForASocketTheCommandSaysSo() throws Exception {
        requireNoPlaceOfTheSystem();
        Path far = Files.createDirectory(directory.ofLength(LONG_BYTES, "x"));
        ProcessBuilder command = ordinary(far);
        command.command()
                .replaceAll(word -> word.startsWith("-Djava.io.tmpdir=") ? word + "/" + "y".repeat(LONG_BYTES) : word);
        String complaint = complaint(command);
        assertTrue(complaint.contains("too long for a socket: length="), complaint);
        assertTrue(complaint.endsWith("set XDG_RUNTIME_DIR to a directory of your own with a short path"), complaint);
        assertUnused(far);
    }

    /** In the locale C the JDK has no path for what is not ASCII. */
    @Rounds
    void aRuntimeDirectoryThatIsNoPathInTheLocaleIsPassedOver() throws Exception {
        ProcessBuilder shell = command();
        List<String> words = new ArrayList<>(
                List.of("sh", "-c", XDG + "=\"$(printf '/tmp/\\303\\244')\" LC_ALL=C exec \"$@\"", "sh"));
        words.addAll(shell.command());
        assertAnswers(shell.command(words));
    }

    @Rounds
    void onAFullDiskTheCommandSaysSo() throws Exception {
        try (SmallDisk disk = new SmallDisk(runtime)) {
            disk.fill();
            String complaint = complaint(command(runtime));
            assertTrue(complaint.startsWith("test: daemon ended before it served: tool="), complaint);
            assertTrue(complaint.contains("No space left on device"), complaint);
            disk.makeRoom();
            assertAnswers(command(runtime));
        }
    }

    @Rounds
    void aDaemonOnADiskThatHasBecomeFullAnswers() throws Exception {
        try (SmallDisk disk = new SmallDisk(runtime)) {
            long pid = run(command(runtime)).pid();
            disk.fill();
            assertEquals(pid, run(command(runtime)).pid());
        }
    }

    /** What the killed daemon has left may leave room for the next one, or not. */
    @Rounds
    void aDaemonThatWasKilledOnAFullDiskIsStartedAgainOrTheCommandSaysWhyNot() throws Exception {
        try (SmallDisk disk = new SmallDisk(runtime)) {
            kill(run(command(runtime)).pid());
            disk.fill();
            Result result = run(command(runtime));
            assertTrue(result.exitCode() == 0 || result.err().contains("No space left on device"), result.err());
        }
    }
}
