package io.samehost.transport.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LockedDirectoryTest {
    private static final String PREFIX = "of-a-test-";
    private static final int NOBODY = 65534;

    /** Takes a lock, if it can be had, as another process does: flock(1) would take one of another kind. */
    private static final String TRY_LOCK =
            "import fcntl,sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)";

    @TempDir
    private Path parent;

    private LockedDirectory make() throws Exception {
        return LockedDirectory.make(parent, PREFIX);
    }

    /** As a process leaves it that was killed: nobody holds its lock. */
    private Path left(String name) throws Exception {
        Path directory =
                Files.createDirectories(parent.resolve(name).resolve("run")).getParent();
        Files.createFile(directory.resolve("lock"));
        Files.createFile(directory.resolve("run/0"));
        Files.setAttribute(directory, "unix:mode", 0700);
        return directory;
    }

    @Test
    void whatAKilledProgramLeftIsDeletedByTheNextOne() throws Exception {
        Path left = left(PREFIX + 1);
        try (LockedDirectory made = make()) {
            assertTrue(made.exists());
            assertFalse(Files.exists(left));
        }
    }

    @Test
    void aDirectoryThatIsInUseStays() throws Exception {
        try (LockedDirectory first = make();
                LockedDirectory second = make()) {
            assertTrue(first.exists());
            assertTrue(second.exists());
        }
    }

    @Test
    void aDirectoryKeepsItsLockWhenTheSameProgramMakesAnother() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "there is no python3");
        try (LockedDirectory first = make();
                LockedDirectory second = make()) {
            assertTrue(second.exists());
            String lock = first.path().resolve("lock").toString();
            assertNotEquals(0, exitStatus("/usr/bin/python3", "-c", TRY_LOCK, lock));
        }
    }

    private static int exitStatus(String... command) throws Exception {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void aDirectoryThatHasNoLockYetOrAnotherNameStays() throws Exception {
        Path fresh = Files.createDirectory(parent.resolve(PREFIX + 2));
        Path other = left("somebody");
        Path link = Files.createSymbolicLink(parent.resolve(PREFIX + 3), other);
        make().close();
        assertTrue(Files.exists(fresh));
        assertTrue(Files.exists(other.resolve("run/0")));
        assertTrue(Files.exists(link));
    }

    @Test
    void anotherUsersDirectoryStays() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives directories away");
        Path foreign = left(PREFIX + 4);
        Files.setAttribute(foreign, "unix:uid", NOBODY);
        make().close();
        assertTrue(Files.exists(foreign.resolve("run/0")));
    }

    @Test
    void aDirectoryInWhichOthersMayWriteStays() throws Exception {
        Path open = left(PREFIX + 5);
        Files.setAttribute(open, "unix:mode", 0777);
        make().close();
        assertTrue(Files.exists(open.resolve("run/0")));
    }

    @Test
    void aPipeInPlaceOfALockHoldsNobodyUp() throws Exception {
        Path directory = left(PREFIX + 6);
        Files.delete(directory.resolve("lock"));
        assertEquals(0, exitStatus("mkfifo", directory.resolve("lock").toString()));
        make().close();
        assertTrue(Files.exists(directory));
    }

    @Test
    void nothingIsLeftOfOneThatIsClosed() throws Exception {
        LockedDirectory made = make();
        Files.createFile(made.path().resolve("7"));
        made.close();
        made.close();
        assertFalse(made.exists());
    }
}
