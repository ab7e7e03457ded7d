package io.samehost.bench.load.workload;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Looks for the highest rate whose 99th percentile holds a bound: the first run, which is the warm-up, doubles the rate
 * until it breaks the bound and then closes in. The runs after it are at the rate that was found.
 */
public final class RateSearch implements Workload {
    private static final double FIRST_PER_SECOND = 500;
    private static final double HIGHEST_PER_SECOND = 2_000_000;

    /** Each halves the gap between what holds and what does not, which is a factor of two at first: to 5 % of the rate. */
    private static final int CLOSING_STEPS = 4;

    /** The part of a warm-up that one step takes. */
    private static final int STEP_SHARE = 5;

    private static final long SHORTEST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** One hiccup of the machine must not end the search. */
    private static final int ATTEMPTS = 2;

    private final PacedWorkload paced;
    private final long p99BoundNanos;
    private double foundPerSecond;

    public RateSearch(PacedWorkload paced, long p99BoundNanos) {
        this.paced = paced;
        this.p99BoundNanos = p99BoundNanos;
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        if (foundPerSecond == 0) {
            paced.run(new Recording(), FIRST_PER_SECOND, durationNanos);
            foundPerSecond = search(Math.max(SHORTEST_STEP_NANOS, durationNanos / STEP_SHARE), recording);
        } else {
            paced.run(recording, foundPerSecond, durationNanos);
        }
    }

    /** The lowest rate if none holds: its figures show that it does not. */
    private double search(long stepNanos, Recording errors) throws IOException {
        double holds = FIRST_PER_SECOND;
        while (2 * holds <= HIGHEST_PER_SECOND && holds(2 * holds, stepNanos, errors)) {
            holds *= 2;
        }
        double breaks = 2 * holds;
        for (int i = 0; i < CLOSING_STEPS; i++) {
            double middle = Math.sqrt(holds * breaks);
            if (holds(middle, stepNanos, errors)) {
                holds = middle;
            } else {
                breaks = middle;
            }
        }
        return holds;
    }

    private boolean holds(double perSecond, long stepNanos, Recording errors) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Recording step = new Recording();
            paced.run(step, perSecond, stepNanos);
            errors.errorsOf(step);
            if (step.missed() == 0 && step.latency().getValueAtPercentile(99) <= p99BoundNanos) {
                return true;
            }
        }
        return false;
    }

    /** 0 before the first run. */
    double foundPerSecond() {
        return foundPerSecond;
    }

    @Override
    public void close() throws IOException {
        paced.close();
    }
}
