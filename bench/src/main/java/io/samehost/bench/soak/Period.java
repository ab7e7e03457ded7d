package io.samehost.bench.soak;

import io.samehost.bench.process.MachineLoad;
import java.util.Locale;

/** The calls of one period, what else the machine did, and what the two processes held at its end. */
record Period(double smallPerSecond, double largePerSecond, MachineLoad others, Held server, Held client) {
    private static final double MEBI = 1024 * 1024;
    private static final double PERCENT = 100;

    /** What one process holds: live objects, open files, memory. */
    record Held(long heapBytes, int files, long residentBytes) {}

    /** The first two lines of a table of periods. */
    static String heading() {
        return "                  calls/s live heap, MiB    open files resident, MiB   others\n"
                + "period       64 B  64 KiB server client server client server client        %";
    }

    String line(int number) {
        return String.format(
                Locale.ROOT,
                "%6d %,10.0f %,7.0f %6.2f %6.2f %6d %6d %6.0f %6.0f %8.0f",
                number,
                smallPerSecond,
                largePerSecond,
                server.heapBytes / MEBI,
                client.heapBytes / MEBI,
                server.files,
                client.files,
                server.residentBytes / MEBI,
                client.residentBytes / MEBI,
                PERCENT * (others.foreignShare() + others.stealShare()));
    }
}
