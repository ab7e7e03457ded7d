package io.samehost.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class HandlerPaceTest {
    private static final long QUICK = 1_000;
    private static final long LONGER = 100_000;

    private final HandlerPace pace = new HandlerPace();

    private int runsUntilQuick() {
        int runs = 0;
        for (; !pace.isQuick(); runs++) {
            pace.ran(QUICK);
        }
        return runs;
    }

    private void run(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            pace.ran(nanos);
        }
    }

    @Test
    void aHandlerIsNotQuickUntilItHasShownIt() {
        assertFalse(pace.isQuick());
        assertEquals(32, runsUntilQuick());
    }

    @Test
    void oneLongerRunAmongManyIsForgiven() {
        run(10_000, QUICK);
        pace.ran(LONGER);
        assertTrue(pace.isQuick());
    }

    @Test
    void aHandlerOfWhichEveryTenthRunIsLongerIsNotQuickForLong() {
        run(10_000, QUICK);
        for (int i = 0; i < 50; i++) {
            pace.ran(LONGER);
            run(9, QUICK);
        }
        assertFalse(pace.isQuick());
    }

    @Test
    void eachTimeItBlocksItTakesMoreRunsUpToALimit() {
        runsUntilQuick();
        for (int needed : new int[] {64, 128, 256, 512, 1024, 1024}) {
            pace.blocked();
            assertFalse(pace.isQuick());
            assertEquals(needed, runsUntilQuick());
        }
    }

    @Test
    void aRunOfMillisecondsHasBlocked() {
        runsUntilQuick();
        pace.ran(2_000_000);
        assertEquals(64, runsUntilQuick());
    }

    @Test
    void oneBlockedRunCountsOnceAlthoughItIsReportedAgainAtItsEnd() {
        runsUntilQuick();
        pace.blocked();
        pace.ran(2_000_000);
        assertEquals(64, runsUntilQuick());
    }

    @Test
    void afterManyQuickRunsThatItBlockedIsForgotten() {
        for (int i = 0; i < 10; i++) {
            runsUntilQuick();
            pace.blocked();
        }
        run(100_000, QUICK);
        pace.blocked();
        assertEquals(64, runsUntilQuick());
    }
}
