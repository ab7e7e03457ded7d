package io.samehost.bench.process;

import io.samehost.bench.process.Placement.Processors;
import io.samehost.cli.SearchPath;
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
public record Pinning(Placement placement, Processors processors) {

    /**
     * The placement that was asked for, on this machine.
     *
     * @param asked empty for one processor each where there are two and the means to pin, or else no pinning
     * @throws IllegalArgumentException if this machine cannot do what was asked for
     */
    public static Pinning of(Optional<Placement> asked) throws IOException {
        Processors processors = Processors.ofThisProcess();
        SearchPath path = SearchPath.ofThisProcess();
        Placement placement = asked.orElseGet(() -> Placement.usual(processors, path));
        placement.check(processors, path);
        return new Pinning(placement, processors);
    }

    /** The command of {@link Jvm#command}, as a server. */
    public List<String> server(Class<?> main, List<String> options, Path temporary) {
        return joined(placement.serverPrefix(processors), Jvm.command(main, options, temporary));
    }

    public List<String> client(Class<?> main, List<String> options, Path temporary) {
        return joined(placement.clientPrefix(processors), Jvm.command(main, options, temporary));
    }

    private static List<String> joined(List<String> prefix, List<String> command) {
        return new ArrayList<>(Stream.concat(prefix.stream(), command.stream()).toList());
    }
}
