package io.samehost.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.bench.plan.Rows.Run;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.scenario.Wait;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RowsTest {
    private static final List<Pattern> RAW_PATTERNS =
            List.copyOf(EnumSet.complementOf(EnumSet.of(Pattern.SERVER_STREAM)));

    @Test
    void transportsAreInterleavedForwardsAndBackwards() {
        Plan plan = MadeUpPlan.raw(List.of(Pattern.PING_PONG), List.of(64), List.of(64), 2, false);
        assertEquals(
                List.of(MeasuredTransport.UNIX, MeasuredTransport.TCP, MeasuredTransport.TCP, MeasuredTransport.UNIX),
                new Rows(plan)
                        .schedule().stream()
                                .map(run -> run.scenario().transport())
                                .toList());
    }

    @Test
    void everyRoundMeasuresEachScenarioOnce() {
        Plan plan = MadeUpPlan.raw(RAW_PATTERNS, List.of(64, 1024), List.of(1, 8), 3, true);
        for (int round = 0; round < 3; round++) {
            int wanted = round;
            List<Scenario> scenarios = new Rows(plan)
                    .schedule().stream()
                            .filter(run -> run.round() == wanted)
                            .map(Run::scenario)
                            .toList();
            assertEquals(Set.copyOf(new Rows(plan).scenarios()), Set.copyOf(scenarios));
            assertEquals(new Rows(plan).scenarios().size(), scenarios.size());
        }
    }

    @Test
    void aFloorStandsBesideEachLoadForEachKindOfSocket() {
        Plan plan = MadeUpPlan.raw(List.of(Pattern.PING_PONG), List.of(64), List.of(64), 1, true);
        assertEquals(
                List.of(
                        "C floor unix",
                        "C floor tcp",
                        "C floor pipe",
                        "C floor shared-memory",
                        "C floor shared-memory",
                        "raw unix",
                        "raw tcp"),
                new Rows(plan)
                        .scenarios().stream()
                                .map(one -> one.layer().label()
                                        + ' '
                                        + one.transport().label())
                                .toList());
    }

    @Test
    void theFloorOfBothUnixProvidersIsMeasuredOnceAndMemoryAsleepAndSpinning() {
        Plan plan = MadeUpPlan.of(
                Contenders.blocking(
                        List.of(MeasuredTransport.UNIX, MeasuredTransport.UNIX_JUNIXSOCKET),
                        List.of(new Subject(Layer.RAW, ServerKind.THREADS)),
                        true),
                Loads.of(List.of(Pattern.PING_PONG), List.of(new ByteSize(64)), List.of(1)));
        assertEquals(
                List.of(
                        MeasuredTransport.UNIX,
                        MeasuredTransport.PIPE,
                        MeasuredTransport.SHARED_MEMORY,
                        MeasuredTransport.SHARED_MEMORY),
                new Rows(plan)
                        .scenarios().stream()
                                .filter(scenario -> scenario.layer() == Layer.FLOOR)
                                .map(Scenario::transport)
                                .toList());
    }

    @Test
    void windowsThatAreCutToTheSameAreMeasuredOnce() {
        Plan plan = MadeUpPlan.raw(List.of(Pattern.PIPELINED), List.of(64 * 1024), List.of(8, 64), 1, false);
        assertEquals(2, new Rows(plan).scenarios().size());
    }

    @Test
    void pingPongIsMeasuredOnceWhateverTheWindows() {
        Plan plan = MadeUpPlan.raw(List.of(Pattern.PING_PONG), List.of(64), List.of(1, 8, 64), 1, false);
        assertEquals(2, new Rows(plan).scenarios().size());
    }

    @Test
    void datagramsHaveNoFloor() {
        Plan plan = MadeUpPlan.of(
                Contenders.blocking(
                        List.of(MeasuredTransport.UDP, MeasuredTransport.UNIXGRAM),
                        Subject.each(List.of(Layer.RAW, Layer.RPC), List.of(ServerKind.THREADS, ServerKind.LOOP)),
                        true),
                Loads.of(
                        List.of(Pattern.PING_PONG, Pattern.FLOOD, Pattern.STREAM),
                        List.of(new ByteSize(64)),
                        List.of(1)));
        assertEquals(
                List.of(
                        "64 B ping-pong, raw, threads",
                        "64 B ping-pong, rpc, threads",
                        "64 B flood, raw, threads",
                        "64 B flood, rpc, threads"),
                new Rows(plan)
                        .families().stream()
                                .map(family -> family.load() + ", " + family.implementation())
                                .toList());
    }

    @Test
    void aMessageThatIsNoDatagramIsLeftToStreams() {
        Plan plan = MadeUpPlan.of(
                Contenders.blocking(
                        List.of(MeasuredTransport.UNIX, MeasuredTransport.UDP, MeasuredTransport.UNIXGRAM),
                        List.of(new Subject(Layer.RAW, ServerKind.THREADS)),
                        false),
                Loads.of(List.of(Pattern.PING_PONG), List.of(new ByteSize(64 * 1024)), List.of(1)));
        assertEquals(
                List.of(MeasuredTransport.UNIX, MeasuredTransport.UNIXGRAM),
                new Rows(plan).scenarios().stream().map(Scenario::transport).toList());
    }

    @Test
    void aRowForEachNumberOfConnections() {
        Plan plan = MadeUpPlan.raw(List.of(Pattern.MANY), List.of(64), List.of(1), 1, true);
        assertEquals(
                List.of(1, 10, 100, 1000),
                new Rows(plan).families().stream().map(Scenario::inFlight).toList());
    }

    @Test
    void bulkIsForLargeMessagesWithTheLargestWindow() {
        Plan plan = MadeUpPlan.raw(List.of(Pattern.BULK), List.of(64, 64 * 1024), List.of(1), 1, false);
        assertEquals(
                List.of("64 KiB bulk, 3 in flight"),
                new Rows(plan).families().stream().map(Scenario::load).toList());
    }

    @Test
    void largeMessagesArePipelinedOnceOnly() {
        Plan plan =
                MadeUpPlan.raw(List.of(Pattern.PIPELINED, Pattern.BULK), List.of(64, 64 * 1024), List.of(8), 1, false);
        assertEquals(
                List.of("64 B pipelined, 8 in flight", "64 KiB bulk, 3 in flight"),
                new Rows(plan).families().stream().map(Scenario::load).toList());
    }

    @Test
    void tcpWithNagleHasBothLayersAndBothEngines() {
        Plan plan = MadeUpPlan.of(
                Contenders.blocking(
                        List.of(MeasuredTransport.TCP_NAGLE),
                        Subject.each(List.of(Layer.RAW, Layer.RPC), List.of(ServerKind.THREADS, ServerKind.LOOP)),
                        false),
                Loads.of(List.of(Pattern.PING_PONG), List.of(new ByteSize(64)), List.of(1)));
        assertEquals(
                List.of("raw, threads", "raw, loop", "rpc, threads", "rpc, loop"),
                new Rows(plan)
                        .scenarios().stream().map(Scenario::implementation).toList());
    }

    @Test
    void whatSpinsIsMeasuredBesideWhatBlocks() {
        Plan blocking = MadeUpPlan.raw(List.of(Pattern.PING_PONG, Pattern.CONNECT), List.of(64), List.of(1), 1, true);
        Plan plan = MadeUpPlan.of(
                new Contenders(
                        blocking.contenders().transports(),
                        blocking.contenders().subjects(),
                        true,
                        true),
                blocking.loads());
        assertEquals(
                List.of("64 B ping-pong, C floor, spinning", "64 B ping-pong, raw, threads, spinning"),
                new Rows(plan)
                        .families().stream()
                                .filter(scenario -> scenario.waiting() == Wait.SPINNING)
                                .map(scenario -> scenario.load() + ", " + scenario.implementation())
                                .toList());
    }

    @Test
    void aStreamOfTheServerIsOneOfCallsAndOfTheFloor() {
        Plan plan = MadeUpPlan.of(
                Contenders.blocking(
                        List.of(MeasuredTransport.UNIX, MeasuredTransport.TCP),
                        Subject.each(List.of(Layer.RAW, Layer.RPC, Layer.RPC_DEFAULT), List.of(ServerKind.LOOP)),
                        true),
                Loads.of(List.of(Pattern.SERVER_STREAM), List.of(new ByteSize(64)), List.of(1)));
        assertEquals(
                List.of(
                        "64 B server-stream, C floor, unix",
                        "64 B server-stream, C floor, tcp",
                        "64 B server-stream, C floor, pipe",
                        "64 B server-stream, rpc, loop, unix",
                        "64 B server-stream, rpc, loop, tcp",
                        "64 B server-stream, rpc-default, loop, unix",
                        "64 B server-stream, rpc-default, loop, tcp"),
                new Rows(plan).scenarios().stream().map(Scenario::toString).toList());
    }

    @Test
    void callsWithOneThingMoreOrLessAreMeasuredOverStreams() {
        List<Layer> layers = List.of(Layer.RPC, Layer.RPC_TYPED, Layer.RPC_INTERCEPTED, Layer.RPC_WITHOUT_JFR);
        Plan plan = MadeUpPlan.of(
                Contenders.blocking(
                        List.of(MeasuredTransport.UNIX, MeasuredTransport.UDP),
                        Subject.each(layers, List.of(ServerKind.LOOP)),
                        false),
                Loads.of(List.of(Pattern.PING_PONG, Pattern.PIPELINED), List.of(new ByteSize(64)), List.of(8)));
        assertEquals(
                List.of(
                        "64 B ping-pong, rpc-typed, loop, unix",
                        "64 B ping-pong, rpc-intercepted, loop, unix",
                        "64 B ping-pong, rpc-without-jfr, loop, unix",
                        "64 B pipelined, 8 in flight, rpc-intercepted, loop, unix",
                        "64 B pipelined, 8 in flight, rpc-without-jfr, loop, unix"),
                new Rows(plan)
                        .scenarios().stream()
                                .filter(scenario -> scenario.layer().isVariantOfRpc())
                                .map(Scenario::toString)
                                .toList());
    }

    @Test
    void everyLoadIsMeasuredWithEachOfTheSocketBuffers() {
        Plan plan = MadeUpPlan.buffered(
                List.of(MeasuredTransport.UNIX, MeasuredTransport.UDP), Pattern.PING_PONG, "default", "16k");
        assertEquals(
                List.of(
                        "64 B ping-pong, C floor, unix",
                        "64 B ping-pong, C floor, pipe",
                        "64 B ping-pong, C floor, shared-memory",
                        "64 B ping-pong, C floor, spinning, shared-memory",
                        "64 B ping-pong, raw, threads, unix",
                        "64 B ping-pong, raw, threads, udp",
                        "64 B ping-pong, 16 KiB socket buffers, C floor, unix",
                        "64 B ping-pong, 16 KiB socket buffers, raw, threads, unix"),
                new Rows(plan).scenarios().stream().map(Scenario::toString).toList());
        assertEquals(
                "socket buffers are set for streams only, the others have rows with the default or none:"
                        + " transports=udp",
                new Omissions(plan).words().get(0));
    }
}
