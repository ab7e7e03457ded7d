package io.samehost.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class OmissionsTest {
    @Test
    void aWindowThatCouldBlockBothEndsIsCutAndSaid() {
        Plan plan = MadeUpPlan.raw(List.of(Pattern.PIPELINED), List.of(64 * 1024), List.of(64), 1, false);
        assertEquals(
                Set.of(3),
                new Rows(plan).scenarios().stream().map(Scenario::inFlight).collect(Collectors.toSet()));
        assertEquals(1, new Omissions(plan).words().size());
        assertTrue(
                new Omissions(plan).words().get(0).endsWith("size=64k asked=64 used=3"),
                () -> new Omissions(plan).words().toString());
    }

    @Test
    void onlyWindowsOfBlockingEndsAreCut() {
        Plan plan = MadeUpPlan.of(
                Contenders.blocking(
                        List.of(MeasuredTransport.UNIX), List.of(new Subject(Layer.RPC, ServerKind.THREADS)), false),
                Loads.of(List.of(Pattern.PIPELINED), List.of(new ByteSize(64 * 1024)), List.of(64)));
        assertEquals(
                List.of(64),
                new Rows(plan).scenarios().stream().map(Scenario::inFlight).toList());
        assertEquals(List.of(), new Omissions(plan).words());
    }

    @Test
    void aWindowIsCutToWhatItsSocketBuffersHoldAndThatIsSaid() {
        Plan plan = MadeUpPlan.buffered(List.of(MeasuredTransport.UNIX), Pattern.PIPELINED, "default", "4k");
        assertEquals(
                List.of(64, 14),
                new Rows(plan)
                        .families().stream().map(Scenario::inFlight).distinct().toList());
        assertEquals(1, new Omissions(plan).words().size());
        assertTrue(
                new Omissions(plan).words().get(0).endsWith(": socketBuffers=4k size=64 asked=64 used=14"),
                () -> new Omissions(plan).words().toString());
    }
}
