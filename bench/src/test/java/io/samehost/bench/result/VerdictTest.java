package io.samehost.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.samehost.bench.result.Statistics.Interval;
import io.samehost.bench.result.Verdict.NoDifference;
import io.samehost.bench.result.Verdict.Sample;
import io.samehost.bench.result.Verdict.Seen;
import io.samehost.bench.result.Verdict.Shown;
import io.samehost.bench.result.Verdict.Withheld;
import io.samehost.bench.result.Verdict.Withheld.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerdictTest {

    @Test
    void aDifferenceInEveryRoundIsShown() {
        Verdict verdict = Verdict.of(samples(12, 13, 12, 12, 14), samples(10, 10, 10, 10, 10));
        Shown shown = assertInstanceOf(Shown.class, verdict);
        assertEquals(1.2, shown.ratio(), 1e-9);
    }

    @Test
    void aDifferenceThatChangesSidesIsNotShown() {
        Verdict verdict = Verdict.of(samples(9, 11, 10, 12, 8), samples(10, 10, 10, 10, 10));
        assertInstanceOf(NoDifference.class, verdict);
    }

    @Test
    void equalRunsShowNoDifference() {
        assertInstanceOf(NoDifference.class, Verdict.of(samples(7, 7, 7, 7, 7), samples(7, 7, 7, 7, 7)));
    }

    @Test
    void fourRoundsAreTooFew() {
        Seen seen = new Seen(2, new Interval(2, 2));
        assertEquals(
                new Withheld(Why.TOO_FEW, 4, 5, Optional.of(seen)),
                Verdict.of(samples(2, 2, 2, 2), samples(1, 1, 1, 1)));
    }

    @Test
    void aRoundThatOnlyOneSideFinishedDoesNotCount() {
        Withheld verdict = assertInstanceOf(Withheld.class, Verdict.of(samples(2, 2, 2, 2, 2), samples(1, 1, 1, 1)));
        assertEquals(4, verdict.rounds());
    }

    @Test
    void twoDisturbedRoundsOfFiveGiveTheRatioOfTheQuietOnesAndTheIntervalOfAll() {
        List<Sample> left = samples(3, 9, 4, 2, 5);
        left.set(1, new Sample(1, 9, true));
        List<Sample> right = samples(1, 1, 1, 1, 1);
        right.set(3, new Sample(3, 1, true));
        assertEquals(new Shown(4, new Interval(2, 9), true), Verdict.of(left, right));
    }

    @Test
    void withoutAQuietRoundTheRatioIsThatOfAll() {
        List<Sample> left = samples(3, 0.5, 4, 2, 5);
        left.replaceAll(one -> new Sample(one.round(), one.speed(), true));
        assertEquals(new NoDifference(3, new Interval(0.5, 5), true), Verdict.of(left, samples(1, 1, 1, 1, 1)));
    }

    @Test
    void disturbedRoundsDoNotCountWhereEnoughOthersAreQuiet() {
        List<Sample> left = samples(2, 90, 2, 2, 2, 2);
        left.set(1, new Sample(1, 90, true));
        assertEquals(new Shown(2, new Interval(2, 2)), Verdict.of(left, samples(1, 1, 1, 1, 1, 1)));
    }

    @Test
    void oneDisturbedRoundOfFiveDoesNot() {
        List<Sample> left = samples(2, 2, 2, 2, 2);
        left.set(1, new Sample(1, 2, true));
        assertInstanceOf(Shown.class, Verdict.of(left, samples(1, 1, 1, 1, 1)));
    }

    @Test
    void roundsThatMissedTheirRateWithholdTheVerdict() {
        List<Sample> left = samples(2, 2, 2, 2, 2);
        left.set(1, new Sample(1, 2, false, true));
        left.set(2, new Sample(2, 2, false, true));
        assertEquals(
                new Withheld(Why.RATE_MISSED, 3, 4, Optional.of(new Seen(2, new Interval(2, 2)))),
                Verdict.of(left, samples(1, 1, 1, 1, 1)));
    }

    @Test
    void wordsNameTheFasterFirst() {
        Verdict verdict = new Shown(1.12, new Interval(1.05, 1.2));
        assertEquals("unix 1.12x [1.05-1.20] as fast as tcp", verdict.words("unix", "tcp"));
    }

    @Test
    void wordsTurnARatioUnderOneAround() {
        Verdict verdict = new Shown(0.5, new Interval(0.4, 0.8));
        assertEquals("tcp 2.00x [1.25-2.50] as fast as unix", verdict.words("unix", "tcp"));
    }

    @Test
    void wordsSayThatNoDifferenceWasShown() {
        Verdict verdict = new NoDifference(1.01, new Interval(0.97, 1.04));
        assertEquals("unix 1.01x [0.97-1.04] as fast as tcp: no difference shown", verdict.words("unix", "tcp"));
    }

    @Test
    void wordsMarkAnIntervalOfDisturbedRounds() {
        assertEquals(
                "tcp 2.00x [1.25-2.50]* as fast as unix",
                new Shown(0.5, new Interval(0.4, 0.8), true).words("unix", "tcp"));
    }

    @Test
    void wordsTellWhatWasSeenWhereThereIsNoVerdict() {
        Withheld verdict = new Withheld(Why.TOO_FEW, 4, 5, Optional.of(new Seen(1.5, new Interval(1.2, 1.8))));
        assertEquals("no verdict, seen: unix 1.50x [1.20-1.80] as fast as tcp", verdict.words("unix", "tcp"));
        assertEquals("too few rounds measured both: rounds=4 needed=5", verdict.reason());
    }

    private static List<Sample> samples(double... speeds) {
        List<Sample> samples = new ArrayList<>();
        for (double speed : speeds) {
            samples.add(new Sample(samples.size(), speed, false));
        }
        return samples;
    }
}
