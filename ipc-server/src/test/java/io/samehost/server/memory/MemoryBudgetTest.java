package io.samehost.server.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private final MemoryBudget budget = new MemoryBudget(MIB);
    private final AtomicInteger told = new AtomicInteger();
    private final MemoryShare greedy = new MemoryShare(budget, told::incrementAndGet);
    private final MemoryShare other = new MemoryShare(budget, told::incrementAndGet);

    @Test
    void aLittleIsNotCounted() {
        greedy.settle(MemoryBudget.FREE_BYTES);
        assertEquals(0, budget.heldBytes());
    }

    @Test
    void whoeverHoldsSomeHasNoRoomOnceTheBudgetIsUsedUpAndWhoeverHoldsNothingHas() {
        greedy.settle(MIB);
        assertFalse(greedy.hasRoom());
        assertTrue(other.hasRoom());
        other.settle(9 * KIB);
        assertFalse(other.hasRoom());
    }

    @Test
    void whoeverHasNoRoomIsToldWhenThereIsSome() {
        greedy.settle(MIB);
        other.settle(9 * KIB);
        assertFalse(other.hasRoom());
        assertTrue(budget.isShort());
        greedy.settle(MIB / 2);
        assertEquals(1, told.get());
        assertTrue(other.hasRoom());
        assertFalse(budget.isShort());
    }

    @Test
    void oneThatFailsWhenItIsToldKeepsNobodyElseFromBeingToldNorFromEnding() {
        List<MemoryShare> waiting = new ArrayList<>();
        greedy.settle(MIB);
        for (int i = 0; i < 4; i++) {
            boolean fails = i % 2 == 0;
            waiting.add(new MemoryShare(budget, () -> {
                if (fails) {
                    throw new IllegalStateException("a bug");
                }
                told.incrementAndGet();
            }));
        }
        for (MemoryShare share : waiting) {
            share.settle(9 * KIB);
            assertFalse(share.hasRoom());
        }
        greedy.close();
        assertEquals(2, told.get());
        assertEquals(4 * 9 * KIB, budget.heldBytes());
    }

    @Test
    void aPieceOfAMessageIsCountedBeforeItIsThere() {
        assertTrue(greedy.reserve(MIB));
        assertEquals(MIB, budget.heldBytes());
        assertTrue(greedy.reserve(MIB), "the reserve");
        assertFalse(other.reserve(64 * KIB));
        assertEquals(2 * MIB, budget.heldBytes());
        assertTrue(other.isWanting());
        assertFalse(other.hasRoom(), "it holds nothing, but wants what is not there");
    }

    @Test
    void theReserveGoesFromOneMessageToTheNext() {
        assertTrue(greedy.reserve(MIB));
        assertTrue(greedy.reserve(MIB));
        assertTrue(greedy.holdsReserve());
        assertFalse(other.reserve(64 * KIB));
        assertFalse(other.hasRoom());
        greedy.leaveReserve();
        assertEquals(1, told.get());
        assertTrue(other.hasRoom());
        assertTrue(other.reserve(64 * KIB));
        assertTrue(other.holdsReserve());
    }

    @Test
    void theReserveIsNoMoreThanOneMessage() {
        assertTrue(greedy.reserve(MIB + MemoryBudget.RESERVE_BYTES));
        greedy.leaveReserve();
        assertFalse(other.reserve(9 * KIB));
    }

    @Test
    void anAnswerMayBeOwedBeyondTheLimitButNotWithoutEnd() {
        greedy.settle(2 * MIB);
        assertTrue(other.mayOwe(MIB));
        greedy.settle(2 * MIB + MemoryBudget.RESERVE_BYTES);
        assertFalse(other.mayOwe(MIB));
        assertTrue(other.mayOwe(100));
    }

    @Test
    void answersThatAreAskedForAtOnceCountAtOnce() {
        greedy.settle(2 * MIB + MemoryBudget.RESERVE_BYTES - 200 * KIB);
        assertTrue(other.owe(150 * KIB));
        assertFalse(other.owe(150 * KIB));
        other.settle(0);
        assertTrue(other.owe(150 * KIB));
    }

    @Test
    void aShareThatIsClosedHoldsNothingAndNeverWillAgain() {
        assertTrue(greedy.reserve(2 * MIB));
        assertTrue(greedy.reserveBuffer(256 * KIB));
        greedy.close();
        greedy.close();
        greedy.settle(MIB);
        assertTrue(greedy.reserve(10));
        assertFalse(greedy.reserveBuffer(10));
        assertEquals(0, budget.heldBytes());
        assertTrue(other.reserveBuffer(MIB));
    }

    @Test
    void buffersHaveALimitOfTheirOwn() {
        greedy.settle(MIB);
        assertTrue(greedy.reserveBuffer(MIB / 2));
        assertTrue(greedy.reserveBuffer(MIB), "in place of the smaller one");
        assertFalse(other.reserveBuffer(32 * KIB));
        greedy.close();
        assertTrue(other.reserveBuffer(32 * KIB));
    }

    @Test
    void aLookThatFreesMemoryByItselfMakesTheOthersLookOnceMore() {
        MemoryShare freeing = new MemoryShare(budget, () -> greedy.settle(0));
        greedy.settle(2 * MIB);
        freeing.settle(9 * KIB);
        other.settle(9 * KIB);
        assertFalse(freeing.hasRoom());
        assertFalse(other.hasRoom());
        greedy.settle(MIB / 2);
        assertEquals(18 * KIB, budget.heldBytes());
        assertEquals(1, told.get());
    }
}
