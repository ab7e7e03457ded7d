package io.samehost.bench.plan;

import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import java.util.List;

/**
 * Everything that one benchmark is asked to do. {@link Rows} says which rows follow from it, and {@link PlanCommand} which
 * command repeats it.
 *
 * @param choice the combinations to measure, of all that are possible
 */
public record Plan(Contenders contenders, Loads loads, Effort effort, Choice choice, Placement placement) {

    /** Checks what no part can check alone. */
    public Plan {
        if (contenders.spin() && placement == Placement.SAME) {
            throw new IllegalArgumentException("two processes cannot spin on one processor: pin=same, use --pin two");
        }
        loads.patterns().forEach(pattern -> requireProgram(pattern, contenders.subjects()));
        requireStreams(contenders.transports(), loads);
    }

    private static void requireProgram(Pattern pattern, List<Subject> subjects) {
        if (subjects.stream().noneMatch(subject -> pattern.isIn(subject.layer()))) {
            List<Layer> layers =
                    subjects.stream().map(Subject::layer).distinct().toList();
            throw new IllegalArgumentException("no layer that was chosen does it: pattern=" + pattern.label()
                    + " layers=" + Labels.list(layers, Layer::label) + ", add --layers rpc");
        }
    }

    private static void requireStreams(List<MeasuredTransport> transports, Loads loads) {
        if (transports.stream().allMatch(MeasuredTransport::isDatagram)
                && loads.buffers().stream().noneMatch(BufferSize::isDefault)) {
            throw new IllegalArgumentException("socket buffers are set for streams only: transports="
                    + Labels.list(transports, MeasuredTransport::label)
                    + ", add a stream or --socket-buffers default");
        }
    }

    /** The same with other runs. */
    public Plan withRuns(int runs) {
        return new Plan(contenders, loads, effort.withRuns(runs), choice, placement);
    }
}
