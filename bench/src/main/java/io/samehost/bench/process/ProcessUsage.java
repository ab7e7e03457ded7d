package io.samehost.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The counters of a process since it started, or between two moments; context switches are of all its threads.
 *
 * @param readWriteCalls system calls of the read and write families, pipes and files included; 0 where the kernel does not
 *     count them. It never counts {@code recv}, {@code send} and their relatives, nor calls that wait, such as {@code poll}
 */
public record ProcessUsage(long cpuNanos, long voluntarySwitches, long involuntarySwitches, long readWriteCalls) {

    /** One whose calls were not counted. */
    public ProcessUsage(long cpuNanos, long voluntarySwitches, long involuntarySwitches) {
        this(cpuNanos, voluntarySwitches, involuntarySwitches, 0);
    }

    /** Reads the counters of a living process. The kernel counts CPU time in ticks of 10 ms. */
    public static ProcessUsage of(ProcessHandle process) throws IOException {
        long cpuNanos = process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
        long voluntary = 0;
        long involuntary = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks) {
                List<String> status = linesOf(task.resolve("status"));
                voluntary += counter(status, "voluntary_ctxt_switches:");
                involuntary += counter(status, "nonvoluntary_ctxt_switches:");
            }
        }
        List<String> io = linesOf(Path.of("/proc/" + process.pid() + "/io"));
        return new ProcessUsage(cpuNanos, voluntary, involuntary, counter(io, "syscr:") + counter(io, "syscw:"));
    }

    /** None where the file is not there: a thread ends between listing and reading it, a kernel does not count calls. */
    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException notThere) {
            return List.of();
        }
    }

    /** The value of one line of a status file, 0 where there is no such line. */
    static long counter(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    public long switches() {
        return voluntarySwitches + involuntarySwitches;
    }

    public ProcessUsage since(ProcessUsage earlier) {
        return new ProcessUsage(
                cpuNanos - earlier.cpuNanos,
                voluntarySwitches - earlier.voluntarySwitches,
                involuntarySwitches - earlier.involuntarySwitches,
                readWriteCalls - earlier.readWriteCalls);
    }
}
