package io.samehost.cli.client.get;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The line of a download, in much room and in little. */
final class BarTextTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final BarText TEXT = new BarText("photos-of-2026.iso", 100 * MEBIBYTE, 300 * MEBIBYTE);

    private static String line(int columns) {
        return TEXT.line(150 * MEBIBYTE, Duration.ofSeconds(2), "", columns);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "90 | photos-of-2026.iso  50% [==============>              ] 150/300 MiB 25 MiB/s 0:06 left",
                "70 | photos-of-2026.iso  50% [====>    ] 150/300 MiB 25 MiB/s 0:06 left",
                "62 | photos-of-..  50% [===>   ] 150/300 MiB 25 MiB/s 0:06 left",
                "60 | ' 50% [==========>          ] 150/300 MiB 25 MiB/s 0:06 left'",
                "45 | ' 50% [=====>     ] 150/300 MiB 0:06 left'",
                "30 | ' 50% [=====>     ] 0:06 left'",
            })
    void whatHelpsLeastGoesFirst(int columns, String expected) {
        String line = line(columns);
        assertTrue(line.length() <= columns, line);
        assertEquals(expected.replaceAll("[=> ]+]", "]"), line.replaceAll("[=> ]+]", "]"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 10, 20, 30, 40, 50, 60, 79, 200})
    void itNeverNeedsMoreColumnsThanThereAre(int columns) {
        assertTrue(line(columns).length() <= columns, () -> line(columns));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80})
    void itHasABarOfTenColumnsAtLeast(int columns) {
        String line = line(columns);
        assertTrue(line.indexOf(']') - line.indexOf('[') > 10, line);
        assertTrue(line.contains("50%"), line);
    }

    @Test
    void theBarIsAsLongAsTheShareThatIsThere() {
        String line = line(80);
        int columns = line.indexOf(']') - line.indexOf('[') - 1;
        assertEquals(columns / 2, line.chars().filter(c -> c == '=').count());
    }

    @Test
    void aFileThatIsThereIsFullWhateverItsSize() {
        assertTrue(TEXT.line(300 * MEBIBYTE, Duration.ofSeconds(9), "verifying", 80)
                .contains("=] 300/300 MiB 22 MiB/s verifying"));
        assertTrue(new BarText("a", 0, 0).line(0, Duration.ZERO, "", 80).contains("100% [==="));
    }

    @Test
    void beforeTheFirstByteNobodyKnowsTheTime() {
        assertTrue(TEXT.line(100 * MEBIBYTE, Duration.ofSeconds(1), "", 80).endsWith(" -:-- left"));
    }
}
