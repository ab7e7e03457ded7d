package io.samehost.server.turn;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;

/** A handler comes back in the moment in which the watch ends its turn: one thread reads on, never two and never none. */
@JCStressTest
@Outcome(id = "KEPT, 0, 8", expect = Expect.ACCEPTABLE, desc = "the handler's thread reads on")
@Outcome(id = "LOST, 1, 7", expect = Expect.ACCEPTABLE, desc = "another thread reads on, with what was unfinished")
@Outcome(expect = Expect.FORBIDDEN, desc = "two threads read, or none, or one that does not see what was left")
@State
public class TurnRace {
    private final AtomicInteger successors = new AtomicInteger();
    private final ReadingTurn turn = new ReadingTurn(Thread.currentThread(), new HandlerWatch(), this::readOn);

    /** The reader's own, which no lock guards: it goes from one thread to the next with the turn. */
    private int unread = 7;

    private int seen;

    public TurnRace() {
        turn.enterHandler(new HandlerPace(), () -> seen = unread);
        turn.look(); // the first one only sees that the handler has begun
    }

    private void readOn(Runnable unfinished) {
        unfinished.run();
        successors.incrementAndGet();
    }

    @Actor
    public void handler(LII_Result result) {
        Turn left = turn.leaveHandler();
        result.r1 = left;
        if (left == Turn.KEPT) {
            unread++;
            seen = unread;
        }
    }

    @Actor
    public void watch() {
        boolean active = turn.look();
        assert active;
    }

    @Arbiter
    public void end(LII_Result result) {
        result.r2 = successors.get();
        result.r3 = seen;
    }
}
