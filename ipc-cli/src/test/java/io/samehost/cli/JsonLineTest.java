package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class JsonLineTest {
    @Test
    void nothingIsAnEmptyObject() {
        assertEquals("{}", new JsonLine().toString());
    }

    @Test
    void membersStandInTheirOrder() {
        assertEquals(
                "{\"b\":\"x\",\"a\":-1,\"c\":0.5}",
                new JsonLine().put("b", "x").put("a", -1).put("c", 0.5).toString());
    }

    @Test
    void whatWouldBreakTheLineOrTheStringIsEscaped() {
        assertEquals(
                "{\"k\\\"\":\"\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u007f/\u00e9\"}",
                new JsonLine().put("k\"", "\"\\\n\r\t\0\u001b\u007f/\u00e9").toString());
    }

    @Test
    void aPairOfSurrogatesStaysAndHalfOfOneIsEscaped() {
        assertEquals(
                "{\"k\":\"\ud83d\ude00 \\ud83d \\ude00\"}",
                new JsonLine().put("k", "\ud83d\ude00 \ud83d \ude00").toString());
    }

    @Test
    void thereIsNoNumberForInfinity() {
        assertThrows(IllegalArgumentException.class, () -> new JsonLine().put("k", Double.NaN));
    }
}
