package io.samehost.server.rpc;

import io.samehost.wire.Metadata;
import io.samehost.wire.frame.Request;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A call is cancelled while its handler comes to an end: the thread goes on to write, and an interrupt would close the channel. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "the thread may write")
@Outcome(expect = Expect.FORBIDDEN, desc = "a thread is interrupted that may be writing")
@State
public class InterruptRace {
    private final ActiveCall call = new ActiveCall(
            1, new IncomingRequest(new Request("a", "b", new byte[0], 0, Metadata.EMPTY), Optional.empty()), false);

    @Actor
    public void handler(Z_Result result) {
        call.interruptible();
        call.uninterruptible();
        result.r1 = Thread.interrupted();
    }

    @Actor
    public void connectionEnds() {
        call.cancel();
    }
}
