package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
    private static final int KIB = 1024;

    @Test
    void eachNumberIsCountedOnceAndLaterAsDuplicate() {
        Arrivals arrivals = new Arrivals();
        int[] numbers = new Random(1)
                .ints(2000, 0, Arrivals.LARGEST_NUMBER + 1)
                .distinct()
                .sorted()
                .toArray();
        for (int number : numbers) {
            assertTrue(arrivals.arrived(number));
        }
        assertEquals(0, arrivals.reordered());
        for (int number : numbers) {
            assertFalse(arrivals.arrived(number));
        }
        assertEquals(numbers.length, arrivals.received());
        assertEquals(numbers.length, arrivals.duplicated());
    }

    @Test
    void theFirstAndTheLastNumberAreCounted() {
        Arrivals arrivals = new Arrivals();
        assertTrue(arrivals.arrived(Arrivals.LARGEST_NUMBER));
        assertTrue(arrivals.arrived(0));
        assertEquals(1, arrivals.reordered());
    }

    /** A datagram of 12 bytes could take 2 MiB from a server otherwise. */
    @Test
    void theLargestNumberTakesNoMemoryForThoseThatDidNotCome() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        new Arrivals().arrived(0); // classes are loaded
        long before = threads.getThreadAllocatedBytes(own);
        new Arrivals().arrived(Arrivals.LARGEST_NUMBER);
        long bytes = threads.getThreadAllocatedBytes(own) - before;
        assertTrue(bytes < 32 * KIB, () -> "bytes=" + bytes);
    }
}
