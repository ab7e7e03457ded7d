package io.samehost.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.process.Placement;
import io.samehost.bench.result.Quiet;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.scenario.Wait;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PresetTest {
    private static final Plan FULL = Preset.FULL.on(Placement.NONE);
    private static final Plan QUICK = Preset.QUICK.on(Placement.NONE);

    @Test
    void theFullAnswerIsExpectedWithinHalfAnHourWithAMargin() {
        assertTrue(
                new Rows(FULL).estimate().compareTo(Duration.ofMinutes(26)) < 0,
                () -> new Rows(FULL).estimate().toString());
    }

    @Test
    void theFullAnswerHasEveryCombinationOfEngineAndLayer() {
        assertEquals(
                Set.of("C floor", "C floor, spinning", "raw, threads", "raw, loop", "rpc, threads", "rpc, loop"),
                new Rows(FULL).families().stream().map(Scenario::implementation).collect(Collectors.toSet()));
    }

    @Test
    void theFullAnswerSweepsTheMessagesInFlightForEachImplementation() {
        List<Scenario> blocking = new Rows(FULL)
                .families().stream()
                        .filter(family -> family.waiting() == Wait.BLOCKING)
                        .toList();
        for (Scenario family : blocking) {
            assertEquals(
                    Set.of(1, 8, 64),
                    new Rows(FULL)
                            .families().stream()
                                    .filter(other -> other.implementation().equals(family.implementation()))
                                    .filter(other -> other.pattern() == Pattern.PIPELINED
                                            && other.size().bytes() == 64)
                                    .map(Scenario::inFlight)
                                    .collect(Collectors.toSet()),
                    family::toString);
        }
    }

    @Test
    void theFullAnswerHasSizesAroundTheStepsOfLoopback() {
        assertEquals(
                List.of("64", "1", "1k", "2k", "16k", "32k", "64k", "128k", "1M"),
                new Rows(FULL)
                        .families().stream()
                                .filter(family -> family.pattern() == Pattern.PING_PONG && family.layer() == Layer.RAW)
                                .filter(family -> family.engine() == ServerKind.THREADS)
                                .map(family -> family.size().toString())
                                .toList());
    }

    @Test
    void theQuickAnswerIsExpectedInUnderTwoMinutesWithAMargin() {
        assertTrue(
                new Rows(QUICK).estimate().compareTo(Duration.ofSeconds(105)) < 0,
                () -> new Rows(QUICK).estimate().toString());
    }

    @Test
    void theQuickAnswerHasRoundsEnoughForAVerdict() {
        assertTrue(QUICK.effort().runs() >= Quiet.FEWEST_ROUNDS);
    }

    @Test
    void theQuickAnswerHasBothLayersAndBothEngines() {
        assertEquals(
                List.of("raw, threads", "rpc, threads", "rpc, loop"),
                new Rows(QUICK)
                        .scenarios().stream()
                                .filter(scenario -> scenario.layer() != Layer.FLOOR)
                                .map(Scenario::implementation)
                                .distinct()
                                .toList());
    }

    @Test
    void theFullAnswerHasEveryPatternOverBothTransportsOfTheQuestion() {
        for (Pattern pattern : EnumSet.complementOf(EnumSet.of(Pattern.FLOOD, Pattern.SERVER_STREAM))) {
            assertEquals(
                    Set.of(MeasuredTransport.UNIX, MeasuredTransport.TCP),
                    new Rows(FULL)
                            .scenarios().stream()
                                    .filter(scenario -> scenario.pattern() == pattern && scenario.layer() == Layer.RAW)
                                    .map(Scenario::transport)
                                    .filter(transport ->
                                            transport == MeasuredTransport.UNIX || transport == MeasuredTransport.TCP)
                                    .collect(Collectors.toSet()),
                    pattern::label);
        }
    }

    @Test
    void theFullAnswerHasEveryTransport() {
        assertEquals(
                Set.of(MeasuredTransport.values()),
                new Rows(FULL).scenarios().stream().map(Scenario::transport).collect(Collectors.toSet()));
    }

    @Test
    void aStreamOfTheServerIsMeasuredWhereItIsAskedForOnly() {
        for (Plan plan : List.of(FULL, QUICK)) {
            assertTrue(new Rows(plan)
                    .scenarios().stream().noneMatch(scenario -> scenario.pattern() == Pattern.SERVER_STREAM));
            assertFalse(
                    new PlanCommand(plan).toString().contains("server-stream"), () -> new PlanCommand(plan).toString());
        }
    }
}
