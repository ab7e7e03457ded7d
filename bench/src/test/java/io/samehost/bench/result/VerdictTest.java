package io.samehost.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.samehost.bench.result.Statistics.Interval;
import io.samehost.bench.result.Verdict.NoDifference;
import io.samehost.bench.result.Verdict.Sample;
import io.samehost.bench.result.Verdict.Shown;
import io.samehost.bench.result.Verdict.Withheld;
import io.samehost.bench.result.Verdict.Withheld.Why;
import java.util.ArrayList;
import java.util.List;
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
        assertEquals(new Withheld(Why.TOO_FEW, 4, 5), Verdict.of(samples(2, 2, 2, 2), samples(1, 1, 1, 1)));
    }

    @Test
    void aRoundThatOnlyOneSideFinishedDoesNotCount() {
        assertEquals(new Withheld(Why.TOO_FEW, 4, 5), Verdict.of(samples(2, 2, 2, 2, 2), samples(1, 1, 1, 1)));
    }

    @Test
    void twoDisturbedRoundsOfFiveWithholdTheVerdict() {
        List<Sample> left = samples(2, 2, 2, 2, 2);
        left.set(1, new Sample(1, 2, true));
        List<Sample> right = samples(1, 1, 1, 1, 1);
        right.set(3, new Sample(3, 1, true));
        assertEquals(new Withheld(Why.BUSY, 3, 4), Verdict.of(left, right));
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
        assertEquals(new Withheld(Why.RATE_MISSED, 3, 4), Verdict.of(left, samples(1, 1, 1, 1, 1)));
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
    void wordsGiveTheReasonOfAWithheldVerdict() {
        assertEquals(
                "no verdict on unix and tcp, other programs or the hypervisor took processor time: quietRounds=3 needed=4",
                new Withheld(Why.BUSY, 3, 4).words("unix", "tcp"));
    }

    private static List<Sample> samples(double... speeds) {
        List<Sample> samples = new ArrayList<>();
        for (double speed : speeds) {
            samples.add(new Sample(samples.size(), speed, false));
        }
        return samples;
    }
}
