package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {
    @ParameterizedTest
    @CsvSource({"500ms, 500", "5s, 5000", "2m, 120000", "0, 0", "0s, 0"})
    void aDurationIsANumberAndAUnit(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), Units.duration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1ms", "1500ms", "5s", "90s", "2m"})
    void aDurationIsWrittenAsItIsRead(String text) {
        assertEquals(text, Units.text(Units.duration(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5s", "5h", "5 s", "9999999999s", "\u0665s"})
    void anythingElseIsNoDuration(String text) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Units.duration(text));
        assertEquals("not a duration: duration=" + text + ", write 500ms, 5s or 2m", thrown.getMessage());
    }

    @Test
    void aDurationThatDeadlinesCannotCountIsRefused() {
        assertEquals(Duration.ofDays(36_500), Units.duration("52560000m"));
        var thrown = assertThrows(IllegalArgumentException.class, () -> Units.duration("999999999m"));
        assertEquals("duration is too long: duration=999999999m limit=52560000m", thrown.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "64, 64", "1k, 1024", "4M, 4194304"})
    void aSizeIsInPowersOf1024(String text, int bytes) {
        assertEquals(bytes, Units.sizeBytes(text, 4 << 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1K", "1G", "1.5k", "1kB"})
    void anythingElseIsNoSize(String text) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Units.sizeBytes(text, 1));
        assertEquals("not a size: size=" + text + ", write 64, 1k or 4M", thrown.getMessage());
    }

    @Test
    void aSizeBeyondTheLimitIsToldTheLimit() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Units.sizeBytes("999999999999M", 1024));
        assertEquals(
                "size is too large: size=999999999999M bytes=1048575999998951424 limitBytes=1024", thrown.getMessage());
    }
}
