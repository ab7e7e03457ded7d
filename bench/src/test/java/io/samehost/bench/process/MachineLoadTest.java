package io.samehost.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.process.MachineLoad.Ticks;
import org.junit.jupiter.api.Test;

final class MachineLoadTest {

    @Test
    void readsTheLineOfAllProcessors() {
        assertEquals(new Ticks(600, 80, 2780), Ticks.parse("cpu  100 200 300 400 500 600 600 80 9999 9999"));
    }

    @Test
    void ourOwnWorkIsNotForeign() {
        MachineLoad load = new Ticks(150, 0, 1000).since(new Ticks(50, 0, 800), 1_000_000_000);
        assertEquals(new MachineLoad(0, 0), load);
    }

    @Test
    void ourOwnWorkOnEveryProcessorDoesNotDisturb() {
        assertFalse(
                new Ticks(200, 0, 200).since(new Ticks(0, 0, 0), 2_000_000_000).disturbing());
    }

    @Test
    void workOfOthersIsAShareOfAllProcessors() {
        MachineLoad load = new Ticks(150, 10, 1000).since(new Ticks(50, 0, 800), 600_000_000);
        assertEquals(new MachineLoad(0.2, 0.05), load);
    }

    @Test
    void aQuietMachineDoesNotDisturb() {
        assertFalse(new MachineLoad(0.05, 0.01).disturbing());
    }

    @Test
    void theWorkOfOtherProcessesDisturbsAMeasurement() {
        assertTrue(new MachineLoad(0.2, 0).disturbing());
    }

    @Test
    void timeThatAHypervisorStealsDisturbsAMeasurement() {
        assertTrue(new MachineLoad(0, 0.08).disturbing());
    }
}
