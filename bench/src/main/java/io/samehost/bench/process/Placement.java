package io.samehost.bench.process;

import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** On which processors the two processes may run. */
public enum Placement {
    /** Anywhere: the scheduler decides. */
    NONE,
    /** Both on one processor: every message is a context switch. */
    SAME,
    /** One processor each, of two cores where the machine has them. */
    TWO;

    /** {@link #TWO} where there are two processors and the means to pin, or else {@link #NONE}. */
    static Placement usual(Processors processors, SearchPath path) {
        return processors.allowed().size() > 1 && path.find("taskset").isPresent() ? TWO : NONE;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words before a command that keep its process where it belongs; empty for {@link #NONE}. */
    public List<String> serverPrefix(Processors processors) {
        return this == NONE ? List.of() : taskset(processors.first());
    }

    public List<String> clientPrefix(Processors processors) {
        return switch (this) {
            case NONE -> List.of();
            case SAME -> taskset(processors.first());
            case TWO -> taskset(processors.onAnotherCore());
        };
    }

    /**
     * Finds out that this machine can pin so.
     *
     * @throws IllegalArgumentException if this machine cannot do it; the message says what is missing
     */
    public void check(Processors processors, SearchPath path) {
        if (this != NONE && path.find("taskset").isEmpty()) {
            throw new IllegalArgumentException("no taskset in PATH: pin=" + label() + ", use --pin none");
        }
        clientPrefix(processors);
    }

    private static List<String> taskset(int processor) {
        return List.of("taskset", "-c", Integer.toString(processor));
    }

    /** The processors that this process may use, in ascending order. */
    public record Processors(List<Integer> allowed) {

        public static Processors ofThisProcess() throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Cpus_allowed_list:")) {
                    return new Processors(parseList(line.substring(line.indexOf(':') + 1)));
                }
            }
            throw new IOException("no Cpus_allowed_list: file=/proc/self/status");
        }

        /** Reads the kernel's list format, such as {@code 0-3,8}. */
        static List<Integer> parseList(String text) {
            List<Integer> processors = new ArrayList<>();
            for (String range : text.strip().split(",", -1)) {
                String[] ends = range.split("-", -1);
                int last = Integer.parseInt(ends[ends.length - 1]);
                for (int processor = Integer.parseInt(ends[0]); processor <= last; processor++) {
                    processors.add(processor);
                }
            }
            return List.copyOf(processors);
        }

        int first() {
            return allowed.get(0);
        }

        /** A hyperthread of the first processor would share its core, so siblings come last. */
        int onAnotherCore() {
            List<Integer> siblings = siblingsOfFirst();
            return allowed.stream()
                    .filter(processor -> !siblings.contains(processor))
                    .findFirst()
                    .or(() -> allowed.stream().skip(1).findFirst())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "two processors wanted: allowed=" + allowed + ", use --pin same or --pin none"));
        }

        private List<Integer> siblingsOfFirst() {
            Path file = Path.of("/sys/devices/system/cpu/cpu" + first() + "/topology/thread_siblings_list");
            try {
                return parseList(Files.readString(file));
            } catch (IOException noTopology) {
                return List.of(first());
            }
        }
    }
}
