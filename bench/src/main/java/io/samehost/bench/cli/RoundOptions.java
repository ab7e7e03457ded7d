package io.samehost.bench.cli;

import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.plan.WarmUp;
import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.Scenario;
import io.samehost.cli.ExitCode;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The same for commands that measure in rounds of fresh processes. */
final class RoundOptions extends FigureOptions {
    @Option(
            names = "--warm-up",
            paramLabel = "S",
            converter = Seconds.class,
            description = "The warm-up of each kind of work, in three runs; of the C floor, a tenth of a second at most"
                    + " (default: 1.5).")
    private double warmUpSeconds = 1.5;

    @Option(names = "--check", description = "Fail where a figure does not keep its limit.")
    private boolean check;

    /** The runs that do not count. */
    List<Duration> warmUp() {
        return WarmUp.runsOf(warmUpSeconds);
    }

    /** The same for a load, if that needs less. */
    List<Duration> warmUp(Scenario scenario) {
        return WarmUp.same(warmUpSeconds).runsOf(scenario);
    }

    @Override
    String repeat(Placement pinned) {
        return " --warm-up " + warmUpSeconds + super.repeat(pinned);
    }

    /** The exit code. */
    int status(FigureReport report) {
        return check && !report.holds() ? ExitCode.THRESHOLD : ExitCode.DONE;
    }
}
