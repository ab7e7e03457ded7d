package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MemoryWatchTest {
    private final AtomicBoolean memory = new AtomicBoolean();
    private final AtomicInteger ends = new AtomicInteger();
    private final MemoryWatch watch = new MemoryWatch(memory::get, ends::incrementAndGet);

    @Test
    void aProgramThatHasNoMemoryTenTimesIsEnded() {
        for (int i = 0; i < 9; i++) {
            assertTrue(watch.look());
        }
        assertEquals(0, ends.get());
        assertFalse(watch.look());
        assertEquals(1, ends.get());
    }

    @Test
    void aProgramWhoseMemoryComesBackGoesOn() {
        for (int i = 0; i < 100; i++) {
            memory.set(i % 10 == 9);
            assertTrue(watch.look());
        }
        assertEquals(0, ends.get());
    }
}
