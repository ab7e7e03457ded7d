package shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers that run. Needs root, and a machine that lets runc run one. */
@Timeout(120)
class RunContainerTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
    private Set<String> sockets;
    private TestBundle bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        Machine.requireShim();
        bundle = new TestBundle();
        Machine.requireContainers(bundle.directory());
        sockets = TestBundle.sockets();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        try {
            if (sockets != null) { // it was not skipped
                bundle.assertNothingIsLeft(ProcessHandle.current());
                assertEquals(sockets, TestBundle.sockets());
            }
        } finally {
            if (bundle != null) {
                bundle.close();
            }
        }
    }

    private int run(String... words) throws IOException {
        bundle.run(words);
        PrintStream toNotes = new PrintStream(notes, true, StandardCharsets.UTF_8);
        return RunContainer.run(new Container(bundle.directory(), new PrintStream(output, true), toNotes), toNotes);
    }

    private List<String> notes(String prefix) {
        return notes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .toList();
    }

    @Test
    void itsOutputAndItsStatusArrive() throws Exception {
        assertEquals(7, run("/hello"));

        assertEquals("Hello from a container!\n", output.toString(StandardCharsets.UTF_8));
        assertEquals(List.of("This is its stderr."), notes("This"));
    }

    @Test
    void theShimTellsOurServerOfItsLifeInOrder() throws Exception {
        run("/hello");

        assertEquals(
                List.of("/tasks/create", "/tasks/start", "/tasks/exit status=7", "/tasks/delete"), notes("/tasks/"));
    }

    @Test
    void aProgramThatIsNotThereIsOneLine() throws Exception {
        assertEquals(125, run("/missing"));

        assertEquals(1, notes("").size(), notes.toString(StandardCharsets.UTF_8));
        assertTrue(notes("run-container: ").get(0).contains("/missing: no such file or directory"), notes.toString());
    }

    @Test
    void aShimThatIsKilledTakesItsContainerAlong() throws Exception {
        Process command = startForEver();
        try {
            shimOf(command).destroyForcibly();

            assertTrue(command.waitFor(30, TimeUnit.SECONDS));
            assertEquals(125, command.exitValue());
            bundle.assertNothingIsLeft(command.toHandle());
        } finally {
            command.destroyForcibly();
        }
    }

    @Test
    void aCommandThatIsInterruptedTakesItsContainerAlong() throws Exception {
        Process command = startForEver();
        try {
            command.destroy();

            assertTrue(command.waitFor(30, TimeUnit.SECONDS));
            assertEquals(143, command.exitValue());
            bundle.assertNothingIsLeft(command.toHandle());
        } finally {
            command.destroyForcibly();
        }
    }

    /** Returns when the container runs. */
    private Process startForEver() throws IOException {
        bundle.run("/hello", "and stay");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (RunContainer.class.getModule().isNamed()) {
            line.addAll(List.of("-p", System.getProperty("jdk.module.path"), "-m", "shim/shim.RunContainer"));
        } else {
            line.addAll(List.of("-cp", System.getProperty("java.class.path"), "shim.RunContainer"));
        }
        line.add(bundle.directory().toString());
        Process command = new ProcessBuilder(line).redirectErrorStream(true).start();
        BufferedReader said = command.inputReader();
        for (String each = said.readLine(); !"/tasks/start".equals(each); each = said.readLine()) {
            assertTrue(each != null, "it ended");
        }
        return command;
    }

    private static ProcessHandle shimOf(Process command) {
        return ProcessHandle.allProcesses()
                .filter(each -> Arrays.stream(each.info().arguments().orElse(new String[0]))
                        .anyMatch(word -> word.startsWith("run-" + command.pid() + "-")))
                .findFirst()
                .orElseThrow();
    }
}
