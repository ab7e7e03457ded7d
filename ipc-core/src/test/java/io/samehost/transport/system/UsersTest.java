package io.samehost.transport.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class UsersTest {
    /** One that no user has, and of which no process runs. */
    private static final int NOBODYS = (int) 4_123_456_789L;

    /** To find no name takes a look at every process; whoever connects again and again causes it once. */
    @Test
    void aNumberWithoutANameIsSearchedForOnce() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        assertEquals("4123456789", Users.nameOf(NOBODYS));
        long before = threads.getThreadAllocatedBytes(own);
        assertEquals("4123456789", Users.nameOf(NOBODYS));
        long bytes = threads.getThreadAllocatedBytes(own) - before;
        assertTrue(bytes < 1000, () -> "bytes=" + bytes); // a look at the processes takes ten thousands
    }
}
