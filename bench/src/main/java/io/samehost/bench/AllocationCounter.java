package io.samehost.bench;

import java.lang.management.ManagementFactory;

/** What the threads of this JVM have allocated on the heap. Those that have ended are not counted, nor are virtual ones. */
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
