package io.samehost.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The processor time of every process that can be seen from here, but for our own. */
public record BusyPrograms(Map<Long, Long> cpuNanos) {
    private static final int MOST_NAMED = 3;

    /** Less than this is not worth to be closed. */
    private static final double LEAST_SHARE = 0.05;

    /** One program and its share of one processor. */
    public record Program(String name, long pid, double share) {}

    public static BusyPrograms now() {
        long own = ProcessHandle.current().pid();
        Map<Long, Long> all = new HashMap<>();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != own)
                .forEach(process ->
                        process.info().totalCpuDuration().ifPresent(time -> all.put(process.pid(), nanos(time))));
        return new BusyPrograms(all);
    }

    private static long nanos(Duration time) {
        return time.toNanos();
    }

    /** The busiest between an earlier moment and this one, {@code elapsedNanos} apart; the busiest first. */
    public List<Program> since(BusyPrograms earlier, long elapsedNanos) {
        return cpuNanos.entrySet().stream()
                .map(entry -> new Program(
                        "",
                        entry.getKey(),
                        (double) (entry.getValue() - earlier.cpuNanos.getOrDefault(entry.getKey(), 0L)) / elapsedNanos))
                .filter(program -> program.share() >= LEAST_SHARE)
                .sorted(Comparator.comparingDouble(Program::share).reversed())
                .limit(MOST_NAMED)
                .map(program -> new Program(name(program.pid()), program.pid(), program.share()))
                .collect(Collectors.toList());
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException ended) {
            return "a program that has ended";
        }
    }
}
