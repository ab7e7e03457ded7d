package io.samehost.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The load of the machine over a span of time, as shares of all its processors. The benchmark's own processes do not count,
 * though they use all of a small machine.
 *
 * @param foreignShare work of programs that are not ours
 * @param stealShare time that the hypervisor gave to other machines
 */
public record MachineLoad(double foreignShare, double stealShare) {

    /** A fifth of a core of two: enough to push a thread off its processor now and then. */
    private static final double MOST_FOREIGN = 0.10;

    /** Counted in ticks of 10 ms: in a short run on two processors one tick is a hundredth already. */
    private static final double MOST_STEAL = 0.05;

    /** True if figures taken meanwhile say more about the neighbours than about what was measured. */
    public boolean disturbing() {
        return foreignShare > MOST_FOREIGN || stealShare > MOST_STEAL;
    }

    /** The machine's counters at one moment, in ticks of all processors together. */
    public record Ticks(long programs, long steal, long total) {

        /** The kernel gives user space 100 ticks a second on every architecture that a JDK 17 runs on. */
        private static final long NANOS = 10_000_000;

        public static Ticks now() throws IOException {
            try (var lines = Files.lines(Path.of("/proc/stat"))) {
                return parse(lines.findFirst().orElseThrow(() -> new IOException("empty: file=/proc/stat")));
            }
        }

        /** Reads {@code cpu user nice system idle iowait irq softirq steal guest guest_nice}. */
        static Ticks parse(String line) {
            long[] columns = Arrays.stream(line.strip().split(" +"))
                    .skip(1)
                    .limit(8)
                    .mapToLong(Long::parseLong)
                    .toArray();
            // Interrupts are left out: those of loopback TCP are our own, and no process is charged for them.
            long programs = columns[0] + columns[1] + columns[2];
            return new Ticks(programs, columns[7], LongStream.of(columns).sum());
        }

        /** The load between an earlier moment and this one, of which our own processes used {@code ownCpuNanos}. */
        public MachineLoad since(Ticks earlier, long ownCpuNanos) {
            double ticks = Math.max(1, total - earlier.total);
            double foreign = (programs - earlier.programs) - (double) ownCpuNanos / NANOS;
            return new MachineLoad(Math.max(0, foreign) / ticks, (steal - earlier.steal) / ticks);
        }
    }
}
