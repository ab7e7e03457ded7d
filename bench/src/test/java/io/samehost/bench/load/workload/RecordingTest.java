package io.samehost.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RecordingTest {

    @Test
    void theParentGetsTheSameHistogram() {
        Recording recording = new Recording();
        for (long nanos = 1; nanos < 100_000_000_000L; nanos *= 3) {
            recording.reply(nanos);
        }
        assertEquals(recording.latency(), Recording.latencyOf(recording.toJson(1)));
    }

    @Test
    void resetDiscardsTheLatenciesOfTheWarmUp() {
        Recording recording = new Recording();
        recording.reply(10);
        recording.reset();
        assertEquals(0, recording.latency().getTotalCount());
    }

    @Test
    void resetKeepsTheErrorsOfTheWarmUp() {
        Recording recording = new Recording();
        recording.error();
        recording.reset();
        assertEquals(1, recording.errors());
    }
}
