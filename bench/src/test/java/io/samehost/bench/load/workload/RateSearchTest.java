package io.samehost.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateSearchTest {
    private static final long BOUND_NANOS = 500_000;

    private final Recording recording = new Recording();
    private final List<Double> rates = new ArrayList<>();

    @Test
    void findsTheHighestRateWithinFivePercent() throws IOException {
        RateSearch search = new RateSearch(holdingUpTo(30_000), BOUND_NANOS);
        search.run(recording, 0);
        assertEquals(30_000, search.foundPerSecond(), 1_500);
    }

    @Test
    void measuresAtTheRateThatItFound() throws IOException {
        RateSearch search = new RateSearch(holdingUpTo(30_000), BOUND_NANOS);
        search.run(recording, 0);
        search.run(recording, 0);
        assertEquals(search.foundPerSecond(), rates.get(rates.size() - 1));
        assertEquals(1, recording.latency().getTotalCount());
    }

    @Test
    void whereNothingHoldsTheLowestRateIsMeasured() throws IOException {
        RateSearch search = new RateSearch(holdingUpTo(0), BOUND_NANOS);
        search.run(recording, 0);
        assertEquals(500, search.foundPerSecond(), 1);
    }

    @Test
    void aRateThatWasMissedDoesNotHold() throws IOException {
        RateSearch search = new RateSearch(new Made(Double.MAX_VALUE, 10_000), BOUND_NANOS);
        search.run(recording, 0);
        assertEquals(10_000, search.foundPerSecond(), 500);
    }

    @Test
    void errorsOfTheSearchAreNotLost() throws IOException {
        PacedWorkload wrong = new Made(1_000, Double.MAX_VALUE) {
            @Override
            public void run(Recording step, double perSecond, long durationNanos) {
                super.run(step, perSecond, durationNanos);
                step.error();
            }
        };
        new RateSearch(wrong, BOUND_NANOS).run(recording, 0);
        assertEquals(rates.size() - 1, recording.errors());
    }

    private Made holdingUpTo(double perSecond) {
        return new Made(perSecond, Double.MAX_VALUE);
    }

    /** Has a latency within the bound up to one rate, and sends all up to another. */
    private class Made implements PacedWorkload {
        private final double heldPerSecond;
        private final double sentPerSecond;

        Made(double heldPerSecond, double sentPerSecond) {
            this.heldPerSecond = heldPerSecond;
            this.sentPerSecond = sentPerSecond;
        }

        @Override
        public void run(Recording step, double perSecond, long durationNanos) {
            rates.add(perSecond);
            step.reply(perSecond <= heldPerSecond ? BOUND_NANOS / 2 : 2 * BOUND_NANOS);
            step.missed(perSecond <= sentPerSecond ? 0 : 1);
        }

        @Override
        public void close() {}
    }
}
