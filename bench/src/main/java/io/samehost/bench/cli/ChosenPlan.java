package io.samehost.bench.cli;

import io.samehost.bench.plan.Choice;
import io.samehost.bench.plan.Contenders;
import io.samehost.bench.plan.Effort;
import io.samehost.bench.plan.Loads;
import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Preset;
import io.samehost.bench.plan.Subject;
import io.samehost.bench.plan.WarmUp;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.ServerKind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The plan that follows from options: a preset, with everything that was chosen in its place. */
record ChosenPlan(RunOptions options) {

    Plan plan() throws IOException {
        Preset preset = options.quick ? Preset.QUICK : Preset.FULL;
        return new Plan(
                new Contenders(
                        or(options.transports, preset.contenders().transports()),
                        subjects(preset.contenders()),
                        !options.noFloor,
                        options.spin),
                loads(preset.loads()),
                effort(preset.effort()),
                choosesRows() ? Choice.EVERYTHING : preset.choice(),
                Pinning.of(options.placement).placement());
    }

    private Loads loads(Loads preset) {
        return new Loads(
                or(options.patterns, preset.patterns()),
                or(options.sizes, preset.sizes()),
                or(options.inFlight, preset.inFlight()),
                or(options.socketBuffers, preset.buffers()),
                new Loads.Limits(
                        or(options.connections, preset.limits().connections()),
                        or(options.rates, preset.limits().ratesPerSecond()),
                        options.p99Bound.orElse(preset.limits().p99Bound())));
    }

    private Effort effort(Effort preset) {
        return new Effort(
                options.runs.orElse(preset.runs()),
                chosenWarmUp(preset.warmUp()),
                options.seconds.orElse(preset.seconds()),
                options.patience.orElse(preset.patienceSeconds()));
    }

    /** A warm-up that is given for one layer only holds for the others too. */
    private WarmUp chosenWarmUp(WarmUp defaults) {
        return new WarmUp(
                options.warmUp.orElse(defaults.seconds()),
                options.rpcWarmUp.or(() -> options.warmUp).orElse(defaults.rpcSeconds()));
    }

    /** The full answer leaves rows out, but none of those that were asked for. */
    private boolean choosesRows() {
        return Stream.of(
                        options.transports,
                        options.patterns,
                        options.layers,
                        options.engines,
                        options.sizes,
                        options.inFlight,
                        options.socketBuffers)
                .anyMatch(chosen -> !chosen.isEmpty());
    }

    /** Every layer with every engine, as soon as one of them is chosen. */
    private List<Subject> subjects(Contenders preset) {
        return options.layers.isEmpty() && options.engines.isEmpty()
                ? preset.subjects()
                : Subject.each(
                        or(options.layers, List.of(Layer.RAW, Layer.RPC)),
                        or(options.engines, List.of(ServerKind.THREADS, ServerKind.LOOP)));
    }

    private static <T> List<T> or(List<T> chosen, List<T> otherwise) {
        return chosen.isEmpty() ? otherwise : chosen.stream().distinct().toList();
    }
}
