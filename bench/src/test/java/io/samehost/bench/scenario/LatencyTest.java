package io.samehost.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LatencyTest {

    @ParameterizedTest
    @CsvSource({"1ns,1", "200us,200000", "1.5ms,1500000", "2s,2000000000"})
    void isReadAndWrittenAlike(String text, long nanos) {
        assertEquals(new Latency(nanos), Latency.parse(text));
        assertEquals(text, new Latency(nanos).toString());
    }

    @Test
    void aTimeWithoutAUnitIsRefused() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Latency.parse("200"));
        assertEquals("not a time: time=200, write 500ns, 200us, 1.5ms or 2s", refusal.getMessage());
    }
}
