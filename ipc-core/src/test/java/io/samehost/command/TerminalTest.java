package io.samehost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.command.Terminal.Color;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {
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

    @Test
    void textWithoutColorsIsLeftAlone() {
        assertEquals("x", new Terminal(false).red("x"));
        assertEquals("\u001b[31mx\u001b[0m", new Terminal(true).red("x"));
    }
}
