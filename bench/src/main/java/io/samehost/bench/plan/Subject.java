package io.samehost.bench.plan;

import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.ServerKind;
import java.util.List;

/** A program to measure: a layer of the project, served by one kind of server. */
public record Subject(Layer layer, ServerKind engine) {

    /** Every layer with every engine. */
    public static List<Subject> each(List<Layer> layers, List<ServerKind> engines) {
        return layers.stream()
                .flatMap(layer -> engines.stream().map(engine -> new Subject(layer, engine)))
                .toList();
    }
}
