package io.samehost.bench.plan;

import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import java.time.Duration;
import java.util.List;

/**
 * The time that a benchmark takes for its rows.
 *
 * @param runs fresh pairs of processes for each row
 * @param seconds the measured part of each run
 * @param patienceSeconds how long disturbed rounds are measured again, all together
 */
public record Effort(int runs, WarmUp warmUp, double seconds, double patienceSeconds) {

    /** Two JVMs to start and to end: an estimate, for the progress line only, from a run on two processors. */
    private static final double START_SECONDS = 0.75;

    /** Two programs of any other kind start at once. */
    private static final double NATIVE_START_SECONDS = 0.05;

    public Effort {
        if (runs < 1 || !(seconds > 0)) {
            throw new IllegalArgumentException("a benchmark needs time: runs=" + runs + " seconds=" + seconds);
        }
    }

    /** With the patience of chosen rows. */
    public Effort(int runs, WarmUp warmUp, double seconds) {
        this(runs, warmUp, seconds, Choice.EVERYTHING.patienceSeconds());
    }

    Effort withRuns(int otherRuns) {
        return new Effort(otherRuns, warmUp, seconds, patienceSeconds);
    }

    /** The time to measure all of {@code scenarios}, about. */
    public Duration estimate(List<Scenario> scenarios) {
        double oneRound = scenarios.stream().mapToDouble(this::expectedSeconds).sum();
        return Duration.ofMillis(Math.round(1000 * oneRound * runs));
    }

    private double expectedSeconds(Scenario scenario) {
        double start = scenario.engine().runsOnJvm() ? START_SECONDS : NATIVE_START_SECONDS;
        double warmUps = scenario.pattern() == Pattern.MAX_RATE ? WarmUp.OF_A_RATE_SEARCH : 1;
        return start + warmUps * warmUp.secondsOf(scenario) + seconds;
    }
}
