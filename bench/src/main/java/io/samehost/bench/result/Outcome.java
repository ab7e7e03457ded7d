package io.samehost.bench.result;

import io.samehost.bench.scenario.Scenario;

/** The end of a run. */
public sealed interface Outcome {

    int round();

    Scenario scenario();

    record Measured(int round, Scenario scenario, Measurement measurement) implements Outcome {

        public Verdict.Sample sample() {
            return new Verdict.Sample(
                    round,
                    measurement.speed(scenario.pattern()),
                    measurement.load().disturbing(),
                    measurement.rateMissed());
        }
    }

    /** Something broke; the next round tries again. */
    record Failed(int round, Scenario scenario, String reason) implements Outcome {}

    /** This machine or this build cannot do it; not tried again. */
    record Unavailable(int round, Scenario scenario, String reason) implements Outcome {}
}
