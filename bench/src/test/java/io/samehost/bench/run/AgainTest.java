package io.samehost.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.bench.plan.Rows;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.result.MadeUpReport;
import io.samehost.bench.result.Outcome;
import io.samehost.bench.result.Results;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgainTest {
    private static final MachineLoad BUSY = new MachineLoad(0.5, 0);
    private static final Scenario TCP = MadeUpReport.UNIX.over(MeasuredTransport.TCP);

    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void bothSidesAreMeasuredAgainNextToEachOtherWhereTooManyRoundsWereDisturbed() {
        rounds(0, 3, MadeUpReport.QUIET);
        rounds(3, 5, BUSY);
        assertEquals(List.of(List.of(MadeUpReport.UNIX, TCP)), groups());
    }

    @Test
    void oneDisturbedRoundOfFiveIsNotMeasuredAgain() {
        rounds(0, 4, MadeUpReport.QUIET);
        rounds(4, 5, BUSY);
        assertEquals(List.of(), groups());
    }

    @Test
    void itEndsWhenFiveRoundsWereQuiet() {
        rounds(0, 5, BUSY);
        rounds(5, 9, MadeUpReport.QUIET);
        assertEquals(1, groups().size());
        rounds(9, 10, MadeUpReport.QUIET);
        assertEquals(List.of(), groups());
    }

    @Test
    void whatWasNotMeasuredAtAllIsNotTriedAgain() {
        outcomes.add(new Outcome.Unavailable(0, MadeUpReport.UNIX, "none here"));
        assertEquals(List.of(), groups());
    }

    @Test
    void everySecondRoundGoesBackwards() {
        List<Scenario> group = List.of(MadeUpReport.UNIX, TCP);
        assertEquals(group, Again.inTurn(group, 6));
        assertEquals(List.of(TCP, MadeUpReport.UNIX), Again.inTurn(group, 7));
    }

    private void rounds(int from, int to, MachineLoad load) {
        for (int round = from; round < to; round++) {
            outcomes.add(MadeUpReport.measured(round, MadeUpReport.UNIX, 1000, load));
            outcomes.add(MadeUpReport.measured(round, TCP, 1000, MadeUpReport.QUIET));
        }
    }

    private List<List<Scenario>> groups() {
        Results results = MadeUpReport.of(outcomes).results();
        return new Again(new Rows(results.plan()).comparisons()).groups(results);
    }
}
