package notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command as a user runs it, in a directory of the test's own. */
@Timeout(120)
class NotesTest {
    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "notes"); // short: a socket will be in it
    }

    @AfterEach
    void stopDaemon() throws Exception {
        note("stop");
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dnotes=" + directory.resolve("kept")));
        if (NoteCommand.class.getModule().isNamed()) {
            command.addAll(List.of("-p", System.getProperty("jdk.module.path"), "-m", "notes/notes.NoteCommand"));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "notes.NoteCommand"));
        }
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        return builder.start();
    }

    private String note(String... words) throws IOException {
        return new String(start(words).getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void theFirstCommandStartsTheDaemonAndNotesOutliveIt() throws Exception {
        assertEquals("1 buy milk", note("add", "buy milk"));
        assertEquals("2 write tests", note("add", "write tests"));
        assertEquals("stopped", note("stop"));
        assertEquals("2 write tests", note("list", "tests"));
    }

    @Test
    void aWatcherSeesNewNotesUntilTheDaemonStops() throws Exception {
        note("list");
        Process watch = start("watch", "milk");
        try (BufferedReader seen =
                new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
            String first = null;
            for (int i = 1; first == null; i++) { // the first ones may come before the watcher is there
                note("add", "milk");
                first = seen.ready() ? seen.readLine() : null;
            }
            assertTrue(first.endsWith(" milk"), first);
            assertEquals("stopped", note("stop"));
        } finally {
            watch.destroy();
        }
    }
}
