package io.samehost.bench;

import io.samehost.bench.Placement.Processors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the JVMs of one measurement where they belong: what is compared must not have run on one core at one time and
 * across two at another, which differ by more than what is to be measured.
 */
record Pinning(Placement placement, Processors processors) {

    /**
     * @param asked empty for one processor each where there are two and the means to pin, or else no pinning
     * @throws IllegalArgumentException if this machine cannot do what was asked for
     */
    static Pinning of(Optional<Placement> asked) throws IOException {
        Processors processors = Processors.ofThisProcess();
        SearchPath path = SearchPath.ofThisProcess();
        Placement placement = asked.orElseGet(() -> Placement.usual(processors, path));
        placement.check(processors, path);
        return new Pinning(placement, processors);
    }

    /** What {@link Programs#jvm} starts, as a server. */
    List<String> server(Class<?> main, List<String> options, Path temporary) {
        return joined(placement.serverPrefix(processors), Programs.jvm(main, options, temporary));
    }

    List<String> client(Class<?> main, Path temporary) {
        return joined(placement.clientPrefix(processors), Programs.jvm(main, List.of(), temporary));
    }

    private static List<String> joined(List<String> prefix, List<String> command) {
        return new ArrayList<>(Stream.concat(prefix.stream(), command.stream()).toList());
    }
}
