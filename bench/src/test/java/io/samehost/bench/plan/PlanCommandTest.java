package io.samehost.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanCommandTest {
    private static final List<Pattern> RAW_PATTERNS =
            List.copyOf(EnumSet.complementOf(EnumSet.of(Pattern.SERVER_STREAM)));
    private static final Plan FULL = Preset.FULL.on(Placement.NONE);
    private static final Plan QUICK = Preset.QUICK.on(Placement.NONE);

    @Test
    void itsCommandSaysAllThatWasChosen() {
        Plan plan = MadeUpPlan.raw(RAW_PATTERNS, List.of(64, 1024), List.of(1, 8), 3, false);
        assertEquals(
                "scripts/bench run --transports unix,tcp --patterns"
                        + " ping-pong,pipelined,bulk,stream,connect,rate,max-rate,many,flood --layers raw --engines"
                        + " threads --sizes 64,1k --in-flight 1,8 --connections 1,10,100,1000 --rates 10000 --p99-bound"
                        + " 500us --runs 3 --warm-up 0.5 --rpc-warm-up 0.5 --seconds 1.0 --pin none --no-floor",
                new PlanCommand(plan).toString());
    }

    @Test
    void itsCommandNamesSocketBuffersWhereTheyAreSet() {
        Plan plan = MadeUpPlan.buffered(List.of(MeasuredTransport.UNIX), Pattern.PING_PONG, "default", "4k");
        assertTrue(
                new PlanCommand(plan).toString().contains(" --in-flight 64 --socket-buffers default,4k --runs "),
                () -> new PlanCommand(plan).toString());
    }

    @Test
    void theQuickAnswerIsRepeatedByItsCommand() {
        assertTrue(new PlanCommand(QUICK).toString().contains(" --quick "), () -> new PlanCommand(QUICK).toString());
    }

    @Test
    void theFullAnswerIsRepeatedByTheCommandWithoutRows() {
        assertTrue(
                new PlanCommand(FULL).toString().startsWith("scripts/bench --connections "),
                () -> new PlanCommand(FULL).toString());
    }
}
