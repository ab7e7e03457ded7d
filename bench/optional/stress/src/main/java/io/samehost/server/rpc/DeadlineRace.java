package io.samehost.server.rpc;

import io.samehost.wire.Metadata;
import io.samehost.wire.frame.Request;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A call gets its deadline in the moment in which its connection ends: no timer is left that would keep it for years. */
@JCStressTest
@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "the timer is cancelled")
@Outcome(expect = Expect.FORBIDDEN, desc = "a timer is left")
@State
public class DeadlineRace {
    private final ActiveCall call = new ActiveCall(
            1, new IncomingRequest(new Request("a", "b", new byte[0], 0, Metadata.EMPTY), Optional.empty()), false);

    private final FutureTask<Integer> timer = new FutureTask<>(() -> 1);

    @Actor
    public void reader() {
        call.expireBy(timer);
    }

    @Actor
    public void connectionEnds() {
        call.cancel();
    }

    @Arbiter
    public void end(Z_Result result) {
        result.r1 = timer.isCancelled();
    }
}
