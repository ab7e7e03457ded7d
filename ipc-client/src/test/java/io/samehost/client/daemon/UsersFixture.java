package io.samehost.client.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.daemon.ToolDirectory;
import io.samehost.daemon.ToolPlaces;
import io.samehost.fixture.ReadableClassPath;
import io.samehost.fixture.Tools;
import io.samehost.transport.system.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Commands of this user and of others in their own places, with a temporary directory that all share. */
abstract class UsersFixture extends ToolFixture {
    static final String XDG = "XDG_RUNTIME_DIR";
    static final String NAME = TestCommand.NAME_IN_OWN_PLACES;
    static final Path RUNTIMES = Path.of("/run/user");

    Path temporary;

    /** Empty until it is needed. */
    private Optional<String> classPath = Optional.empty();

    @BeforeEach
    void shareTemporaryDirectory() throws IOException {
        temporary = directory.resolve("tmp");
        Files.setAttribute(temporary, "unix:mode", 01777);
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The system's place of this user may be there, and real. */
    @AfterEach
    void leaveNothingInTheSystemsPlace() throws IOException {
        Processes.killAll(directory.path());
        Optional<ToolDirectory> left =
                ToolPlaces.of(Map.of(), RUNTIMES, temporary).find(NAME);
        if (left.isPresent()) {
            left.get().removeUnlessUsed();
        }
    }

    static boolean isRoot() {
        return Users.ownUid().equals(OptionalInt.of(0));
    }

    /** A command of this user, without a runtime directory in its environment. */
    final ProcessBuilder command() {
        return withoutXdg(wordsIn(TestCommand.OWN_PLACES, System.getProperty("java.class.path")));
    }

    /** The same command of another user. Needs root. */
    final ProcessBuilder commandOf(String user) throws IOException {
        List<String> words = new ArrayList<>(prefix(user));
        words.addAll(wordsIn(TestCommand.OWN_PLACES, readableClassPath()));
        return withoutXdg(words);
    }

    private static ProcessBuilder withoutXdg(List<String> words) {
        ProcessBuilder command = new ProcessBuilder(words);
        command.environment().remove(XDG);
        return command;
    }

    static List<String> prefix(String user) {
        Tools.requireThat(isRoot(), "only root can start a process as another user");
        Tools.require("setpriv");
        return List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
    }

    final String readableClassPath() throws IOException {
        if (classPath.isEmpty()) {
            classPath = Optional.of(ReadableClassPath.copyTo(directory.resolve("classes")));
        }
        return classPath.get();
    }

    static void give(Path file, String user) throws IOException {
        Files.setAttribute(file, "unix:uid", Integer.parseInt(user), LinkOption.NOFOLLOW_LINKS);
    }

    /** The one line of a command that gets no answer, beside what a newer JVM says of a missing directory. */
    final String complaint(ProcessBuilder command) throws IOException, InterruptedException {
        Result result = run(command);
        assertEquals("", result.out());
        assertEquals(1, result.exitCode());
        List<String> complaint = result.err()
                .lines()
                .filter(line -> !line.startsWith("WARNING: java.io.tmpdir directory does not exist"))
                .toList();
        assertEquals(1, complaint.size(), result.err());
        assertTrue(complaint.get(0).startsWith("test: "), result.err());
        return complaint.get(0).strip();
    }
}
