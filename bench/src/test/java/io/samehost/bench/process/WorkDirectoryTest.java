package io.samehost.bench.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void goesWhenItIsClosed() throws IOException {
        WorkDirectory work = WorkDirectory.createIn(parent);
        Files.createFile(work.path().resolve("s"));
        work.close();
        assertFalse(Files.exists(work.path()));
    }

    @Test
    void oneOfABenchmarkThatWasKilledGoesWithTheNext() throws IOException {
        Path abandoned =
                Files.createDirectories(parent.resolve("samehost-bench1/run")).getParent();
        Files.createFile(abandoned.resolve("lock"));
        Files.setAttribute(abandoned, "unix:mode", 0700);
        WorkDirectory.createIn(parent).close();
        assertFalse(Files.exists(abandoned));
    }

    @Test
    void oneInUseStays() throws IOException {
        try (WorkDirectory used = WorkDirectory.createIn(parent)) {
            WorkDirectory.createIn(parent).close();
            assertTrue(Files.exists(used.path().resolve("lock")));
        }
    }

    @Test
    void oneThatIsJustBeingMadeStays() throws IOException {
        Path young = Files.createDirectory(parent.resolve("samehost-bench2"));
        WorkDirectory.createIn(parent).close();
        assertTrue(Files.exists(young));
    }
}
