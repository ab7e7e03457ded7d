package io.samehost.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

    @Test
    void messagesArePlannedAtEqualDistances() {
        Schedule schedule = Schedule.from(1_000, 10_000, TimeUnit.SECONDS.toNanos(2));
        assertEquals(20_000, schedule.count());
        assertEquals(1_000, schedule.plannedNanos(0));
        assertEquals(301_000, schedule.plannedNanos(3));
    }

    @Test
    void thereIsAlwaysOneMessage() {
        assertEquals(1, Schedule.from(0, 10, 0).count());
    }

    @Test
    void aMessageAfterTheEndIsMissed() {
        Schedule schedule = Schedule.from(System.nanoTime() - 2_000_000, 1_000, 1_000_000);
        assertFalse(schedule.await(0));
    }
}
