package io.samehost.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"64, 64, 64 B", "1k, 1024, 1 KiB", "64k, 65536, 64 KiB", "4M, 4194304, 4 MiB", "1500, 1500, 1500 B"})
    void isReadInPowersOf1024AndPrintedBack(String text, int bytes, String words) {
        ByteSize size = ByteSize.parse(text);
        assertEquals(new ByteSize(bytes), size);
        assertEquals(text, size.toString());
        assertEquals(words, size.words());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1K", "1.5k", "64 B", "0", "4000M"})
    void whatIsNoSizeIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
    }

    @Test
    void theRefusalSaysHowToWriteIt() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse("much"));
        assertEquals("not a size: size=much, write 64, 1k or 4M", refusal.getMessage());
    }
}
