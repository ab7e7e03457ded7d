package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.Plan.Run;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PlanTest {
    private static final List<Pattern> RAW_PATTERNS =
            List.copyOf(EnumSet.complementOf(EnumSet.of(Pattern.SERVER_STREAM)));

    @Test
    void transportsAreInterleavedForwardsAndBackwards() {
        Plan plan = plan(List.of(Pattern.PING_PONG), List.of(64), List.of(64), 2, false);
        assertEquals(
                List.of(Transport.UNIX, Transport.TCP, Transport.TCP, Transport.UNIX),
                plan.schedule().stream().map(run -> run.scenario().transport()).toList());
    }

    @Test
    void everyRoundMeasuresEachScenarioOnce() {
        Plan plan = plan(RAW_PATTERNS, List.of(64, 1024), List.of(1, 8), 3, true);
        for (int round = 0; round < 3; round++) {
            int wanted = round;
            List<Scenario> scenarios = plan.schedule().stream()
                    .filter(run -> run.round() == wanted)
                    .map(Run::scenario)
                    .toList();
            assertEquals(Set.copyOf(plan.scenarios()), Set.copyOf(scenarios));
            assertEquals(plan.scenarios().size(), scenarios.size());
        }
    }

    @Test
    void aFloorStandsBesideEachLoadForEachKindOfSocket() {
        Plan plan = plan(List.of(Pattern.PING_PONG), List.of(64), List.of(64), 1, true);
        assertEquals(
                List.of("C floor unix", "C floor tcp", "C floor pipe", "raw unix", "raw tcp"),
                plan.scenarios().stream()
                        .map(one -> one.layer().label() + ' ' + one.transport().label())
                        .toList());
    }

    @Test
    void theFloorOfBothUnixProvidersIsMeasuredOnce() {
        Plan plan = new Plan(
                List.of(Transport.UNIX, Transport.UNIX_JUNIXSOCKET),
                List.of(Pattern.PING_PONG),
                List.of(new Plan.Subject(Layer.RAW, Engine.THREADS)),
                List.of(new ByteSize(64)),
                List.of(1),
                1,
                0,
                1,
                Placement.NONE,
                true);
        assertEquals(
                List.of(Transport.UNIX, Transport.PIPE),
                plan.scenarios().stream()
                        .filter(scenario -> scenario.layer() == Layer.FLOOR)
                        .map(Scenario::transport)
                        .toList());
    }

    @Test
    void aWindowThatCouldBlockBothEndsIsCutAndSaid() {
        Plan plan = plan(List.of(Pattern.PIPELINED), List.of(64 * 1024), List.of(64), 1, false);
        assertEquals(
                Set.of(3), plan.scenarios().stream().map(Scenario::inFlight).collect(Collectors.toSet()));
        assertEquals(1, plan.cuts().size());
        assertTrue(plan.cuts().get(0).endsWith("size=64k asked=64 used=3"), plan.cuts()::toString);
    }

    @Test
    void windowsThatAreCutToTheSameAreMeasuredOnce() {
        Plan plan = plan(List.of(Pattern.PIPELINED), List.of(64 * 1024), List.of(8, 64), 1, false);
        assertEquals(2, plan.scenarios().size());
    }

    @Test
    void pingPongIsMeasuredOnceWhateverTheWindows() {
        Plan plan = plan(List.of(Pattern.PING_PONG), List.of(64), List.of(1, 8, 64), 1, false);
        assertEquals(2, plan.scenarios().size());
    }

    @Test
    void aMessageLargerThanTheLargestIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> plan(List.of(Pattern.PING_PONG), List.of(2 << 20), List.of(1), 1, false));
        assertEquals("message too large: size=2M; use at most 1M", refusal.getMessage());
    }

    @Test
    void zeroRunsAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> plan(List.of(Pattern.PING_PONG), List.of(64), List.of(1), 0, false));
    }

    @Test
    void itsCommandSaysAllThatWasChosen() {
        Plan plan = plan(RAW_PATTERNS, List.of(64, 1024), List.of(1, 8), 3, false);
        assertEquals(
                "scripts/bench run --transports unix,tcp"
                        + " --patterns ping-pong,pipelined,bulk,stream,connect,rate,max-rate,many,flood"
                        + " --layers raw --engines threads --sizes 64,1k --in-flight 1,8"
                        + " --connections 1,10,100,1000 --rates 10000 --p99-bound 500us --runs 3 --warm-up 0.5 --rpc-warm-up 0.5 --seconds 1.0 --pin none --no-floor",
                plan.command());
    }

    @Test
    void theFullAnswerIsExpectedWithinHalfAnHourWithAMargin() {
        assertTrue(Plan.FULL.estimate().compareTo(Duration.ofMinutes(26)) < 0, Plan.FULL.estimate()::toString);
    }

    @Test
    void theFullAnswerHasEveryCombinationOfEngineAndLayer() {
        assertEquals(
                Set.of("C floor", "raw, threads", "raw, loop", "rpc, threads", "rpc, loop"),
                Plan.FULL.families().stream().map(Scenario::implementation).collect(Collectors.toSet()));
    }

    @Test
    void theFullAnswerSweepsTheMessagesInFlightForEachImplementation() {
        for (Scenario family : Plan.FULL.families()) {
            assertEquals(
                    Set.of(1, 8, 64),
                    Plan.FULL.families().stream()
                            .filter(other -> other.implementation().equals(family.implementation()))
                            .filter(other -> other.pattern() == Pattern.PIPELINED
                                    && other.size().bytes() == 64)
                            .map(Scenario::inFlight)
                            .collect(Collectors.toSet()),
                    family::toString);
        }
    }

    @Test
    void theFullAnswerHasSizesAroundTheStepsOfLoopback() {
        assertEquals(
                List.of("64", "1", "1k", "2k", "16k", "32k", "64k", "128k", "1M"),
                Plan.FULL.families().stream()
                        .filter(family -> family.pattern() == Pattern.PING_PONG && family.layer() == Layer.RAW)
                        .filter(family -> family.engine() == Engine.THREADS)
                        .map(family -> family.size().toString())
                        .toList());
    }

    @Test
    void callsAreWarmedUpForLonger() {
        Scenario raw = new Scenario(Transport.TCP, Engine.THREADS, Layer.RAW, Pattern.PING_PONG, new ByteSize(64), 1);
        Scenario rpc = new Scenario(Transport.TCP, Engine.THREADS, Layer.RPC, Pattern.PING_PONG, new ByteSize(64), 1);
        WarmUp warmUp = new WarmUp(0.5, 2);
        assertEquals(0.5, warmUp.secondsOf(raw));
        assertEquals(2, warmUp.secondsOf(rpc));
        assertEquals(0.1, warmUp.secondsOf(raw.floor()));
    }

    @Test
    void aWarmUpEndsAndPausesBeforeTheMeasurementDoes() {
        Scenario rpc = new Scenario(Transport.TCP, Engine.THREADS, Layer.RPC, Pattern.PING_PONG, new ByteSize(64), 1);
        assertEquals(Collections.nCopies(3, Duration.ofSeconds(2)), new WarmUp(0.5, 6).runsOf(rpc));
    }

    @Test
    void theSearchForTheHighestRateIsTheWholeWarmUp() {
        Scenario search = new Scenario(
                Transport.TCP,
                Engine.THREADS,
                Layer.RPC,
                Pattern.MAX_RATE,
                new ByteSize(64),
                1,
                Pace.highest(new Latency(1_000_000)));
        assertEquals(List.of(Duration.ofMillis(500)), new WarmUp(0.5, 6).runsOf(search));
    }

    @Test
    void onlyWindowsOfBlockingEndsAreCut() {
        Plan plan = new Plan(
                List.of(Transport.UNIX),
                List.of(Pattern.PIPELINED),
                List.of(new Plan.Subject(Layer.RPC, Engine.THREADS)),
                List.of(new ByteSize(64 * 1024)),
                List.of(64),
                1,
                0,
                1,
                Placement.NONE,
                false);
        assertEquals(
                List.of(64), plan.scenarios().stream().map(Scenario::inFlight).toList());
        assertEquals(List.of(), plan.cuts());
    }

    @Test
    void datagramsHaveNoFloor() {
        Plan plan = new Plan(
                List.of(Transport.UDP, Transport.UNIXGRAM),
                List.of(Pattern.PING_PONG, Pattern.FLOOD, Pattern.STREAM),
                Plan.Subject.each(List.of(Layer.RAW, Layer.RPC), List.of(Engine.THREADS, Engine.LOOP)),
                List.of(new ByteSize(64)),
                List.of(1),
                1,
                0,
                1,
                Placement.NONE,
                true);
        assertEquals(
                List.of(
                        "64 B ping-pong, raw, threads",
                        "64 B ping-pong, rpc, threads",
                        "64 B flood, raw, threads",
                        "64 B flood, rpc, threads"),
                plan.families().stream()
                        .map(family -> family.load() + ", " + family.implementation())
                        .toList());
    }

    @Test
    void aMessageThatIsNoDatagramIsLeftToStreams() {
        Plan plan = new Plan(
                List.of(Transport.UNIX, Transport.UDP, Transport.UNIXGRAM),
                List.of(Pattern.PING_PONG),
                List.of(new Plan.Subject(Layer.RAW, Engine.THREADS)),
                List.of(new ByteSize(64 * 1024)),
                List.of(1),
                1,
                0,
                1,
                Placement.NONE,
                false);
        assertEquals(
                List.of(Transport.UNIX, Transport.UNIXGRAM),
                plan.scenarios().stream().map(Scenario::transport).toList());
    }

    @Test
    void theQuickAnswerIsExpectedInUnderTwoMinutesWithAMargin() {
        assertTrue(Plan.QUICK.estimate().compareTo(Duration.ofSeconds(100)) < 0, Plan.QUICK.estimate()::toString);
    }

    @Test
    void theQuickAnswerIsRepeatedByItsCommand() {
        assertTrue(Plan.QUICK.command().contains(" --quick "), Plan.QUICK::command);
    }

    @Test
    void theQuickAnswerHasRoundsEnoughForAVerdict() {
        assertTrue(Plan.QUICK.runs() >= Verdict.FEWEST_ROUNDS);
    }

    @Test
    void theQuickAnswerHasBothLayersAndBothEngines() {
        assertEquals(
                List.of("raw, threads", "rpc, threads", "rpc, loop"),
                Plan.QUICK.scenarios().stream()
                        .filter(scenario -> scenario.layer() != Layer.FLOOR)
                        .map(Scenario::implementation)
                        .distinct()
                        .toList());
    }

    @Test
    void theFullAnswerIsRepeatedByTheCommandWithoutRows() {
        assertTrue(Plan.FULL.command().startsWith("scripts/bench --connections "), Plan.FULL::command);
    }

    @Test
    void theFullAnswerHasEveryPatternOverBothTransportsOfTheQuestion() {
        for (Pattern pattern : EnumSet.complementOf(EnumSet.of(Pattern.FLOOD, Pattern.SERVER_STREAM))) {
            assertEquals(
                    Set.of(Transport.UNIX, Transport.TCP),
                    Plan.FULL.scenarios().stream()
                            .filter(scenario -> scenario.pattern() == pattern && scenario.layer() == Layer.RAW)
                            .map(Scenario::transport)
                            .filter(transport -> transport == Transport.UNIX || transport == Transport.TCP)
                            .collect(Collectors.toSet()),
                    pattern::label);
        }
    }

    @Test
    void theFullAnswerHasEveryTransport() {
        assertEquals(
                Set.of(Transport.values()),
                Plan.FULL.scenarios().stream().map(Scenario::transport).collect(Collectors.toSet()));
    }

    @Test
    void aRowForEachNumberOfConnections() {
        Plan plan = plan(List.of(Pattern.MANY), List.of(64), List.of(1), 1, true);
        assertEquals(
                List.of(1, 10, 100, 1000),
                plan.families().stream().map(Scenario::inFlight).toList());
    }

    @Test
    void bulkIsForLargeMessagesWithTheLargestWindow() {
        Plan plan = plan(List.of(Pattern.BULK), List.of(64, 64 * 1024), List.of(1), 1, false);
        assertEquals(
                List.of("64 KiB bulk, 3 in flight"),
                plan.families().stream().map(Scenario::load).toList());
    }

    @Test
    void largeMessagesArePipelinedOnceOnly() {
        Plan plan = plan(List.of(Pattern.PIPELINED, Pattern.BULK), List.of(64, 64 * 1024), List.of(8), 1, false);
        assertEquals(
                List.of("64 B pipelined, 8 in flight", "64 KiB bulk, 3 in flight"),
                plan.families().stream().map(Scenario::load).toList());
    }

    @Test
    void tcpWithNagleHasBothLayersAndBothEngines() {
        Plan plan = new Plan(
                List.of(Transport.TCP_NAGLE),
                List.of(Pattern.PING_PONG),
                Plan.Subject.each(List.of(Layer.RAW, Layer.RPC), List.of(Engine.THREADS, Engine.LOOP)),
                List.of(new ByteSize(64)),
                List.of(1),
                1,
                0,
                1,
                Placement.NONE,
                false);
        assertEquals(
                List.of("raw, threads", "raw, loop", "rpc, threads", "rpc, loop"),
                plan.scenarios().stream().map(Scenario::implementation).toList());
    }

    @Test
    void whatSpinsIsMeasuredBesideWhatBlocks() {
        Plan blocking = plan(List.of(Pattern.PING_PONG, Pattern.CONNECT), List.of(64), List.of(1), 1, true);
        Plan plan = new Plan(
                blocking.transports(),
                blocking.patterns(),
                blocking.subjects(),
                blocking.sizes(),
                blocking.inFlight(),
                blocking.buffers(),
                1,
                WarmUp.same(0),
                1,
                Placement.NONE,
                true,
                Plan.Loads.DEFAULT,
                true,
                Choice.EVERYTHING);
        assertEquals(
                List.of("64 B ping-pong, C floor, spinning", "64 B ping-pong, raw, threads, spinning"),
                plan.families().stream()
                        .filter(scenario -> scenario.waiting() == Wait.SPINNING)
                        .map(scenario -> scenario.load() + ", " + scenario.implementation())
                        .toList());
    }

    @Test
    void aStreamOfTheServerIsMeasuredWhereItIsAskedForOnly() {
        for (Plan plan : List.of(Plan.FULL, Plan.QUICK)) {
            assertTrue(plan.scenarios().stream().noneMatch(scenario -> scenario.pattern() == Pattern.SERVER_STREAM));
            assertFalse(plan.command().contains("server-stream"), plan::command);
        }
    }

    @Test
    void aStreamOfTheServerIsOneOfCallsAndOfTheFloor() {
        Plan plan = new Plan(
                List.of(Transport.UNIX, Transport.TCP),
                List.of(Pattern.SERVER_STREAM),
                Plan.Subject.each(List.of(Layer.RAW, Layer.RPC, Layer.RPC_DEFAULT), List.of(Engine.LOOP)),
                List.of(new ByteSize(64)),
                List.of(1),
                1,
                0,
                1,
                Placement.NONE,
                true);
        assertEquals(
                List.of(
                        "64 B server-stream, C floor, unix",
                        "64 B server-stream, C floor, tcp",
                        "64 B server-stream, C floor, pipe",
                        "64 B server-stream, rpc, loop, unix",
                        "64 B server-stream, rpc, loop, tcp",
                        "64 B server-stream, rpc-default, loop, unix",
                        "64 B server-stream, rpc-default, loop, tcp"),
                plan.scenarios().stream().map(Scenario::toString).toList());
    }

    @Test
    void aStreamOfTheServerInRawBytesOnlyIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> plan(List.of(Pattern.SERVER_STREAM), List.of(64), List.of(1), 1, true));
        assertEquals(
                "no layer that was chosen does it: pattern=server-stream layers=raw; add --layers rpc",
                refusal.getMessage());
    }

    @Test
    void everyLoadIsMeasuredWithEachOfTheSocketBuffers() {
        Plan plan = buffered(List.of(Transport.UNIX, Transport.UDP), Pattern.PING_PONG, "default", "16k");
        assertEquals(
                List.of(
                        "64 B ping-pong, C floor, unix",
                        "64 B ping-pong, C floor, pipe",
                        "64 B ping-pong, raw, threads, unix",
                        "64 B ping-pong, raw, threads, udp",
                        "64 B ping-pong, 16 KiB socket buffers, C floor, unix",
                        "64 B ping-pong, 16 KiB socket buffers, raw, threads, unix"),
                plan.scenarios().stream().map(Scenario::toString).toList());
        assertEquals(
                "socket buffers are set for streams only, the others have rows with the default or none:"
                        + " transports=udp",
                plan.bufferless().orElseThrow());
    }

    @Test
    void socketBuffersOfDatagramsOnlyAreRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> buffered(List.of(Transport.UDP), Pattern.PING_PONG, "16k"));
        assertEquals(
                "socket buffers are set for streams only: transports=udp; add a stream or --socket-buffers default",
                refusal.getMessage());
    }

    @Test
    void aWindowIsCutToWhatItsSocketBuffersHoldAndThatIsSaid() {
        Plan plan = buffered(List.of(Transport.UNIX), Pattern.PIPELINED, "default", "4k");
        assertEquals(
                List.of(64, 14),
                plan.families().stream().map(Scenario::inFlight).distinct().toList());
        assertEquals(1, plan.cuts().size());
        assertTrue(plan.cuts().get(0).endsWith(": socketBuffers=4k size=64 asked=64 used=14"), plan.cuts()::toString);
    }

    @Test
    void itsCommandNamesSocketBuffersWhereTheyAreSet() {
        Plan plan = buffered(List.of(Transport.UNIX), Pattern.PING_PONG, "default", "4k");
        assertTrue(plan.command().contains(" --in-flight 64 --socket-buffers default,4k --runs "), plan::command);
    }

    private static Plan buffered(List<Transport> transports, Pattern pattern, String... buffers) {
        return new Plan(
                transports,
                List.of(pattern),
                List.of(new Plan.Subject(Layer.RAW, Engine.THREADS)),
                List.of(new ByteSize(64)),
                List.of(64),
                Stream.of(buffers).map(SocketBuffers::parse).toList(),
                1,
                WarmUp.same(0),
                1,
                Placement.NONE,
                true,
                Plan.Loads.DEFAULT,
                false,
                Choice.EVERYTHING);
    }

    @Test
    void aThousandAndOneConnectionsAreRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new Plan.Loads(List.of(1001), List.of(1), new Latency(1)));
        assertEquals("1 to 1000 connections: connections=[1001]", refusal.getMessage());
    }

    private static Plan plan(
            List<Pattern> patterns, List<Integer> sizes, List<Integer> windows, int runs, boolean floor) {
        return new Plan(
                List.of(Transport.UNIX, Transport.TCP),
                patterns,
                List.of(new Plan.Subject(Layer.RAW, Engine.THREADS)),
                sizes.stream().map(ByteSize::new).toList(),
                windows,
                runs,
                0.5,
                1,
                Placement.NONE,
                floor);
    }
}
