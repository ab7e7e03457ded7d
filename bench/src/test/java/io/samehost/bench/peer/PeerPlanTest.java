package io.samehost.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.PlanCommand;
import io.samehost.bench.plan.Rows;
import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PeerPlanTest {

    @Test
    void threeLoadsAreMeasuredAndTheFloorsLargestWindow() {
        assertEquals(
                List.of(
                        "64 B ping-pong",
                        "64 B pipelined, 64 in flight",
                        "64 KiB pipelined, 3 in flight",
                        "64 KiB pipelined, 8 in flight"),
                rows(false).scenarios().stream().map(Scenario::load).distinct().toList());
    }

    @Test
    void everyRowIsMeasuredOnceARoundAndEachRoundGoesTheOtherWay() {
        Plan plan = plan(false);
        List<Scenario> order = new ArrayList<>();
        for (int round = 0; round < plan.effort().runs(); round++) {
            List<Scenario> there = new ArrayList<>(new Rows(plan).scenarios());
            if (round % 2 == 1) {
                Collections.reverse(there);
            }
            order.addAll(there);
        }
        assertEquals(
                order,
                new Rows(plan).schedule().stream().map(Rows.Run::scenario).toList());
    }

    @Test
    void theFloorAndBothOfOurEnginesStandBesidePeersOverBothFamilies() {
        Set<String> rows = rows(false).scenarios().stream()
                .filter(scenario -> scenario.load().equals("64 B ping-pong"))
                .map(scenario ->
                        scenario.implementation() + ' ' + scenario.transport().label())
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        "C floor unix",
                        "C floor tcp",
                        "rpc, threads unix",
                        "rpc, threads tcp",
                        "rpc, loop unix",
                        "rpc, loop tcp",
                        "peer, gRPC-java unix",
                        "peer, gRPC-java tcp",
                        "peer, raw netty unix",
                        "peer, Go ttrpc, GOGC=100 unix",
                        "peer, Rust ttrpc unix",
                        "peer, libzmq unix",
                        "peer, nng unix"),
                rows);
    }

    @Test
    void itIsExpectedToTakeTenMinutesAtMostAndTheQuickOneThree() {
        assertTrue(
                rows(false).estimate().compareTo(Duration.ofMinutes(10)) < 0,
                () -> rows(false).estimate().toString());
        assertTrue(
                rows(true).estimate().compareTo(Duration.ofMinutes(3)) < 0,
                () -> rows(true).estimate().toString());
    }

    @Test
    void programsThatWereCompiledBeforeAreNotWarmedUpForLong() {
        Plan plan = plan(false);
        Set<String> shortened = new Rows(plan)
                .scenarios().stream()
                        .filter(scenario -> plan.effort().warmUp().secondsOf(scenario)
                                < plan.effort().warmUp().rpcSeconds())
                        .map(scenario -> scenario.engine().optionName())
                        .collect(Collectors.toSet());
        assertEquals(Set.of("c", "go-ttrpc", "rust-ttrpc", "libzmq", "nng"), shortened);
    }

    @Test
    void itsCommandRepeatsIt() {
        Plan plan = PeerPlan.of(
                true,
                List.of(ServerKind.NNG, ServerKind.GRPC_JAVA),
                new PeerPlan.Times(7, 0.5, 0.25, 120),
                Placement.SAME);
        assertEquals(
                "scripts/bench peers --quick --only nng,grpc-java --runs 7 --warm-up 0.5 --seconds 0.25 --pin same",
                new PlanCommand(plan).toString());
    }

    @Test
    void nobodyNamedIsEverybody() {
        assertEquals(ServerKind.peers(), PeerPlan.named(List.of()));
        assertEquals(List.of(ServerKind.NNG), PeerPlan.named(List.of("nng", "nng")));
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatAreKnown() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> PeerPlan.named(List.of("threads")));
        assertEquals(
                "unknown peer: name=threads, use one of grpc-java, netty, go-ttrpc, rust-ttrpc, libzmq, nng",
                refusal.getMessage());
    }

    private static Rows rows(boolean quick) {
        return new Rows(plan(quick));
    }

    private static Plan plan(boolean quick) {
        return PeerPlan.of(quick, ServerKind.peers(), PeerPlan.Times.of(quick), Placement.NONE);
    }
}
