package io.samehost.client.call;

import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** The answer, the deadline and the end of the connection meet: the caller is told once, of one of them. */
public class EndOfCallRace {
    private static final IOException LOST = new IOException("lost");

    /** A call that counts how often its caller is told. */
    static final class Told extends PendingCall {
        private final AtomicInteger times = new AtomicInteger();

        Told() {
            super(1, 0);
        }

        @Override
        protected void ended() {
            times.incrementAndGet();
        }

        void answer() {
            take(Response.ok(new byte[0]));
            complete();
        }

        void report(IL_Result result) {
            result.r1 = times.get();
            try {
                result.r2 = response().status().isOk() ? "answered" : "late";
            } catch (IOException e) {
                result.r2 = isLost() ? "lost" : "unknown";
            }
        }
    }

    /** An answer at the deadline, on a connection that is closed right after it. */
    @JCStressTest
    @Outcome(id = "1, answered", expect = Expect.ACCEPTABLE, desc = "the answer was first")
    @Outcome(id = "1, late", expect = Expect.ACCEPTABLE, desc = "the deadline was first")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the caller is told twice, never, or of something else")
    @State
    public static class AnswerAndDeadline {
        private final Told call = new Told();

        @Actor
        public void reader() {
            call.answer();
        }

        @Actor
        public void timer() {
            call.fail(StatusCode.DEADLINE_EXCEEDED, PendingCall.LATE);
            call.fail(LOST);
        }

        @Arbiter
        public void end(IL_Result result) {
            call.report(result);
        }
    }

    /** A connection that is closed at the deadline. */
    @JCStressTest
    @Outcome(id = "1, lost", expect = Expect.ACCEPTABLE, desc = "the connection was lost first")
    @Outcome(id = "1, late", expect = Expect.ACCEPTABLE, desc = "the deadline was first")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the caller is told twice, never, or of something else")
    @State
    public static class LossAndDeadline {
        private final Told call = new Told();

        @Actor
        public void closer() {
            call.fail(LOST);
        }

        @Actor
        public void timer() {
            call.fail(StatusCode.DEADLINE_EXCEEDED, PendingCall.LATE);
        }

        @Arbiter
        public void end(IL_Result result) {
            call.report(result);
        }
    }
}
