package io.samehost.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TerminalWidthTest {

    @Test
    void theSecondNumberIsTheColumns() {
        assertEquals(80, TerminalWidth.parse("24 80\n", 100));
    }

    @Test
    void aTerminalThatWasNotToldItsSizeIsAsWideAsUsual() {
        assertEquals(100, TerminalWidth.parse("0 0\n", 100));
        assertEquals(100, TerminalWidth.parse("", 100));
    }
}
