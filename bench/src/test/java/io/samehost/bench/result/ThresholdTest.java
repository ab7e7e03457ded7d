package io.samehost.bench.result;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.bench.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThresholdTest {
    private final Results results = MadeUpReport.of(201_000, 3_000).results();

    @Test
    void aFigureBeyondItsLimitFailsAndSaysWhatItWas() {
        assertEquals(
                List.of("p99(unix,ping-pong,64) > 200us: 64 B ping-pong, raw, threads, unix: p99=205.055us"),
                Threshold.parse("p99(unix,ping-pong,64) > 200us").failures(results));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p99(unix,ping-pong,64) > 300us",
                "p50(tcp) > 200us",
                "rate(raw, threads) < 10",
                "errors() > 0",
                "max(tcp,64)<1ns",
            })
    void aFigureWithinItsLimitDoesNot(String text) {
        assertEquals(List.of(), Threshold.parse(text).failures(results));
    }

    @Test
    void withoutNamesItIsAboutEveryRow() {
        assertEquals(2, Threshold.parse("p50() > 1us").failures(results).size());
    }

    @Test
    void aRowThatCouldNotBeMeasuredFails() {
        Results failed = MadeUpReport.of(List.of(new Outcome.Failed(0, MadeUpReport.UNIX, "server ended")))
                .results();
        assertEquals(
                List.of("p50(unix) > 1s: not measured: 64 B ping-pong, raw, threads, unix"),
                Threshold.parse("p50(unix) > 1s").failures(failed));
    }

    @Test
    void theFloorIsMeantOnlyWhereItIsNamed() {
        Plan plan = MadeUpReport.plan();
        assertThrows(
                IllegalArgumentException.class,
                () -> Threshold.parse("p50(pipe) > 1us").check(plan));
        assertDoesNotThrow(() -> Threshold.parse("p50(pipe,floor) > 1us").check(plan));
    }

    @Test
    void oneThatAppliesToNoRowIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> Threshold.parse("p50(tcp6) > 1us").check(MadeUpReport.plan()));
        assertEquals("no row is measured to which it applies: condition=p50(tcp6) > 1us", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"p99 > 200us", "p99(unix) = 200us", "p42(unix) > 1us", "p99(unix) > 200", "rate(unix) < x"})
    void whatIsNoConditionIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Threshold.parse(text));
    }
}
