package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A command in a shell or on a terminal, as people run it. Not final: {@link ToolSoakTest} repeats it. */
class ToolTerminalTest extends ToolFixture {
    private static final int ENDED_BY_INTERRUPT = 130;
    private static final byte CTRL_C = 3;

    private String line(String... more) {
        return "'" + String.join("' '", words(more)) + "'";
    }

    @Rounds
    void aShellsSubstitutionEndsWithTheCommandAlthoughItsDaemonGoesOn() throws Exception {
        String script = "out=$(" + line() + " 2>&1); echo \"status=$? out=$out\"";
        Result shell = run(new ProcessBuilder("sh", "-c", script));
        assertEquals("", shell.err());
        List<Long> daemons = Processes.daemons(directory.path());
        assertEquals(1, daemons.size());
        assertEquals("status=0 out=" + daemons.get(0) + "\n", shell.out());
        assertEquals(daemons.get(0), runCommand());
    }

    /** A pipeline ends when its last reader has read all. */
    @Rounds
    void aPipelineEndsWithTheCommandAlthoughItsDaemonGoesOn() throws Exception {
        Result shell = run(new ProcessBuilder("sh", "-c", line() + " | cat"));
        assertEquals(List.of(shell.pid()), Processes.daemons(directory.path()));
    }

    @Rounds
    void ctrlCEndsTheCommandAndItsDaemonAnswersTheNextOne() throws Exception {
        Terminal terminal = new Terminal();
        long pid = terminal.pidOfTheDaemon();
        terminal.type(CTRL_C);
        assertEquals(ENDED_BY_INTERRUPT, terminal.exitCode(), terminal::read);
        assertEquals(List.of(pid), Processes.daemons(directory.path()));
        assertEquals(pid, runCommand());
    }

    @Rounds
    void theEndOfTheTerminalEndsTheCommandAndItsDaemonAnswersTheNextOne() throws Exception {
        Terminal terminal = new Terminal();
        long pid = terminal.pidOfTheDaemon();
        kill(terminal.script.toHandle());
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertEquals(List.of(), Processes.commands(directory.path())));
        assertEquals(List.of(pid), Processes.daemons(directory.path()));
        assertEquals(pid, runCommand());
    }

    /** A pseudo-terminal in which a command has started its daemon, and waits for a long call. */
    private final class Terminal {
        final Path shown = directory.resolve("shown");
        final Process script;

        Terminal() throws IOException {
            Tools.require("script");
            // Whoever runs the tests in the background may have them ignore these signals, and so their children.
            script = new ProcessBuilder(
                            "env", "--default-signal=INT,HUP", "script", "-qefc", line("none", "wait"), "/dev/null")
                    .redirectOutput(shown.toFile())
                    .redirectErrorStream(true)
                    .start();
        }

        /** Which the command prints before it waits. */
        long pidOfTheDaemon() {
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> Files.readString(shown).endsWith("\n")
                            && tool().status().orElseThrow().calls() == 1);
            return Long.parseLong(read().strip());
        }

        String read() {
            try {
                return Files.readString(shown, UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void type(byte key) throws IOException {
            OutputStream keys = script.getOutputStream();
            keys.write(key);
            keys.flush();
        }

        int exitCode() throws InterruptedException {
            assertTrue(script.waitFor(60, TimeUnit.SECONDS), this::read);
            return script.exitValue();
        }
    }
}
