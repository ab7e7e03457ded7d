package io.samehost.bench.footprint;

import java.lang.management.ManagementFactory;

/** Counts the bytes that the threads of this JVM have allocated. Ended threads and virtual ones are not counted. */
final class AllocationCounter {
    private static final com.sun.management.ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);

    private AllocationCounter() {}

    static long bytes() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes); // -1 for one that has just ended
        }
        return sum;
    }
}
