package io.samehost.bench.plan;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Values as the command line lists them. */
final class Labels {
    private Labels() {}

    static <T> String list(List<T> values, Function<T, String> label) {
        return values.stream().map(label).collect(Collectors.joining(","));
    }
}
