package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.Terminal.Color;
import io.samehost.fixture.Tools;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalTest {
    @TempDir
    Path directory;

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");
    private static final Map<String, String> NO_COLOR = Map.of("TERM", "xterm", "NO_COLOR", "1");

    @Test
    void autoNeedsATerminalThatHasColorsAndAUserWhoWantsThem() {
        assertEquals(new Terminal(true), Terminal.of(Color.AUTO, XTERM, true));
        assertEquals(new Terminal(false), Terminal.of(Color.AUTO, XTERM, false));
        assertEquals(new Terminal(false), Terminal.of(Color.AUTO, NO_COLOR, true));
        assertEquals(new Terminal(false), Terminal.of(Color.AUTO, Map.of("TERM", "dumb"), true));
    }

    @Test
    void theCommandLineHasTheLastWord() {
        assertEquals(new Terminal(true), Terminal.of(Color.ALWAYS, NO_COLOR, false));
        assertEquals(new Terminal(false), Terminal.of(Color.NEVER, XTERM, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev/full", "/dev/zero", "/proc/self/status", "/dev", "/none"})
    void whatShowsNothingToAnybodyIsNone(String path) {
        assertFalse(Terminal.isTerminal(Path.of(path)));
    }

    @Test
    void aCharacterDeviceIsOneWhateverItsName() throws Exception {
        Path console = directory.resolve("hvc0");
        boolean made = new ProcessBuilder("mknod", console.toString(), "c", "229", "0")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        Tools.requireThat(made, "only root makes devices");
        assertTrue(Terminal.isTerminal(console));
        assertTrue(Terminal.isTerminal(Path.of("/dev/tty")));
    }

    @Test
    void textWithoutColorsIsLeftAlone() {
        assertEquals("x", new Terminal(false).red("x"));
        assertEquals("\u001b[31mx\u001b[0m", new Terminal(true).red("x"));
    }
}
