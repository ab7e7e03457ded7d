package io.samehost.bench.result;

import io.samehost.bench.plan.Omissions;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.scenario.BufferSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one benchmark has to say, before anybody formats it.
 *
 * @param interrupted whether the plan was cut short; what had been measured by then is here
 */
public record Report(
        Results results, Environment environment, Idle before, Idle after, Instant date, boolean interrupted) {

    /** The machine while nothing of ours ran. */
    public record Idle(MachineLoad load, String loadAverage) {}

    /** Facts to know before trusting a figure; empty on a quiet machine of one's own. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        warnIfBusy("before", before, warnings);
        warnIfBusy("after", after, warnings);
        long disturbed = results.measured().stream()
                .filter(run -> run.measurement().load().disturbing())
                .count();
        if (disturbed > 0) {
            warnings.add("other work or a hypervisor took processor time: disturbedRuns=" + disturbed + " runs="
                    + results.measured().size());
        }
        if (environment.virtualMachine()) {
            warnings.add("this is a virtual machine: what its neighbours do shows only partly, as steal");
        }
        if (!List.of("performance", Environment.UNKNOWN).contains(environment.governor())) {
            warnings.add("the clock rate may change while it measures: governor=" + environment.governor());
        }
        warnings.addAll(new Omissions(results.plan()).words());
        results.plan().loads().buffers().forEach(asked -> warnIfCapped(asked, warnings));
        if (interrupted) {
            warnings.add("stopped early: these are the runs measured until then");
        }
        return warnings;
    }

    /** Why a comparison has no verdict, or one that is less sure; each reason once. */
    public List<String> doubts() {
        return new Doubts(
                        results,
                        results.answers().stream().map(Results.Answer::verdict).toList())
                .words();
    }

    /** Warns about the rows whose client shows its socket. */
    private void warnIfCapped(BufferSize asked, List<String> warnings) {
        List<Measurement.Buffers> capped = results.rows().stream()
                .filter(row -> row.scenario().buffers().equals(asked))
                .flatMap(row -> row.buffers().stream())
                .filter(given -> Math.min(given.sendBytes(), given.receiveBytes()) < asked.bytes())
                .toList();
        if (!capped.isEmpty()) {
            warnings.add("the kernel gives smaller socket buffers than were asked for: asked=" + asked.label()
                    + " sendBytes=" + capped.get(0).sendBytes()
                    + " receiveBytes=" + capped.get(0).receiveBytes()
                    + " rows=" + capped.size()
                    + ", raise net.core.wmem_max and net.core.rmem_max");
        }
    }

    private static void warnIfBusy(String when, Idle idle, List<String> warnings) {
        if (idle.load().disturbing()) {
            warnings.add(String.format(
                    java.util.Locale.ROOT,
                    "the machine was busy %s: foreign=%.0f%% steal=%.0f%% loadavg=%s",
                    when,
                    100 * idle.load().foreignShare(),
                    100 * idle.load().stealShare(),
                    idle.loadAverage()));
        }
    }
}
