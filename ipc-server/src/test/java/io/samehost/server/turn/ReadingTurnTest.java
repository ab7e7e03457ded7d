package io.samehost.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A turn without a second thread: the test looks in the place of the watch. */
final class ReadingTurnTest {
    private static final long QUICK_NANOS = 1;

    private final HandlerWatch watch = new HandlerWatch();
    private final HandlerPace pace = new HandlerPace();
    private final List<String> takenOver = new ArrayList<>();
    private final ReadingTurn turn = new ReadingTurn(Thread.currentThread(), watch, Runnable::run);

    private void enter(String unfinished) {
        turn.enterHandler(pace, () -> takenOver.add(unfinished));
    }

    @Test
    void aHandlerThatIsSeenOnceKeepsTheTurn() {
        enter("first");
        assertTrue(turn.look());
        assertEquals(Turn.KEPT, turn.leaveHandler());
        assertEquals(List.of(), takenOver);
    }

    @Test
    void aHandlerThatIsSeenTwiceLosesTheTurnToOneWhoGoesOnWithWhatIsUnfinished() {
        enter("first");
        turn.look();
        assertTrue(turn.look());
        assertEquals(List.of("first"), takenOver);
        assertEquals(Turn.LOST, turn.leaveHandler());
    }

    @Test
    void twoHandlersAreNotTakenForOne() {
        enter("first");
        turn.look();
        assertEquals(Turn.KEPT, turn.leaveHandler());
        enter("second");
        turn.look();
        assertEquals(Turn.KEPT, turn.leaveHandler());
        assertEquals(List.of(), takenOver);
    }

    @Test
    void aTurnIsLostOnceAndStaysLost() {
        enter("first");
        turn.look();
        turn.look();
        turn.look();
        assertFalse(turn.look());
        assertEquals(List.of("first"), takenOver);
        assertEquals(Turn.LOST, turn.leaveHandler());
        assertEquals(Turn.LOST, turn.leaveHandler());
    }

    @Test
    void aHandlerThatLosesTheTurnIsNotQuickAnyMore() {
        while (!pace.isQuick()) {
            pace.ran(QUICK_NANOS);
        }
        enter("first");
        turn.look();
        assertTrue(pace.isQuick());
        turn.look();
        assertFalse(pace.isQuick());
    }

    @Test
    void aLookSeesAHandlerThatRanSinceTheLastOne() {
        assertFalse(turn.look());
        enter("first");
        assertEquals(Turn.KEPT, turn.leaveHandler());
        assertTrue(turn.look());
        assertFalse(turn.look());
    }

    @Test
    void aHandlerThatHasOutlastedItsTurnStillRunsOnItsThread() {
        assertFalse(turn.hasHandler());
        enter("first");
        assertTrue(turn.hasHandler());
        assertTrue(turn.isInHandler());
        turn.look();
        turn.look();
        assertTrue(turn.hasHandler());
        assertFalse(turn.isInHandler());
    }

    @Test
    void theWatchLooksAtEveryTurnThatItHasAndAtNoOther() {
        ReadingTurn other = new ReadingTurn(Thread.currentThread(), watch, Runnable::run);
        watch.add(turn);
        watch.add(other);
        enter("first");
        other.enterHandler(pace, () -> takenOver.add("other"));
        assertTrue(watch.look());
        watch.remove(other);
        assertTrue(watch.look());
        assertEquals(List.of("first"), takenOver);
        assertEquals(Turn.KEPT, other.leaveHandler());
    }
}
