package io.samehost.bench.plan;

import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.ServerKind;
import java.util.List;
import java.util.stream.Stream;

/** A fixture: small plans, of which a test says only what it is about. */
final class MadeUpPlan {
    private static final List<Subject> RAW_THREADS = List.of(new Subject(Layer.RAW, ServerKind.THREADS));

    private MadeUpPlan() {}

    /** Every combination, once. */
    static Plan of(Contenders contenders, Loads loads) {
        return of(contenders, loads, new Effort(1, WarmUp.same(0), 1));
    }

    /** Raw bytes over unix and tcp. */
    static Plan raw(List<Pattern> patterns, List<Integer> sizes, List<Integer> windows, int runs, boolean floor) {
        return of(
                Contenders.blocking(List.of(MeasuredTransport.UNIX, MeasuredTransport.TCP), RAW_THREADS, floor),
                Loads.of(patterns, sizes.stream().map(ByteSize::new).toList(), windows),
                new Effort(runs, WarmUp.same(0.5), 1));
    }

    /** Raw bytes in messages of 64 B, with such socket buffers. */
    static Plan buffered(List<MeasuredTransport> transports, Pattern pattern, String... buffers) {
        return of(
                Contenders.blocking(transports, RAW_THREADS, true),
                Loads.of(List.of(pattern), List.of(new ByteSize(64)), List.of(64))
                        .withBuffers(Stream.of(buffers).map(BufferSize::parse).toList()));
    }

    private static Plan of(Contenders contenders, Loads loads, Effort effort) {
        return new Plan(contenders, loads, effort, Choice.EVERYTHING, Placement.NONE);
    }
}
