package io.samehost.server.raw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Services of short patience, and looks at processes. */
final class ExecFixture {
    static final ExecLimits IMPATIENT = ExecLimits.DEFAULT.withMaxChildren(8).withKillGrace(Duration.ofMillis(200));

    private ExecFixture() {}

    static ExecService service(String... command) {
        return new ExecService(List.of(command), IMPATIENT);
    }

    /** Children of this JVM that nobody has reaped. */
    static long zombies() throws IOException {
        long own = ProcessHandle.current().pid();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> stat(process).contains(") Z " + own + " "))
                    .count();
        }
    }

    /** Empty for what is no process, or none any more. */
    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat"));
        } catch (IOException e) {
            return "";
        }
    }

    /** An orphan's zombie is for pid 1 to reap, which not every container does. */
    static boolean isAwake(long pid) {
        String stat = stat(Path.of("/proc", Long.toString(pid)));
        return !stat.isEmpty() && !stat.contains(") Z ");
    }
}
