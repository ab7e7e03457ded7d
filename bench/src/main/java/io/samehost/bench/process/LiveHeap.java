package io.samehost.bench.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;

/** The objects of this JVM that something still needs. */
public final class LiveHeap {
    private LiveHeap() {}

    /**
     * Collects, and returns the bytes that were left. What the heap has a moment later is more, by whole buffers of threads that
     * allocate.
     */
    public static long bytes() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }
}
