package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.Terminal.Color;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {

    @Test
    void aTerminalGetsColors() {
        assertTrue(Terminal.of(Color.AUTO, Map.of("TERM", "xterm"), true).colors());
    }

    @Test
    void aFileDoesNot() {
        assertFalse(Terminal.of(Color.AUTO, Map.of("TERM", "xterm"), false).colors());
    }

    @Test
    void noColorIsHeeded() {
        assertFalse(Terminal.of(Color.AUTO, Map.of("TERM", "xterm", "NO_COLOR", "1"), true)
                .colors());
    }

    @Test
    void whatWasAskedForComesFirst() {
        assertTrue(Terminal.of(Color.ALWAYS, Map.of("NO_COLOR", "1"), false).colors());
    }
}
