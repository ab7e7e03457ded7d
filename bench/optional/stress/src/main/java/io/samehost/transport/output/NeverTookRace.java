package io.samehost.transport.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A queue closes while a request is written: that it was never taken, so may be sent again, is said only if it is so. */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "closed before the first byte")
@Outcome(id = "false, [123]", expect = Expect.ACCEPTABLE, desc = "some of it may have arrived")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "a request that has arrived could be sent again, or one that has not is given up")
@State
public class NeverTookRace {
    private final WriterRace.OneWriter channel = new WriterRace.OneWriter();
    private final OutputQueue queue = new OutputQueue(channel);
    private int taken;

    @Actor
    public void caller() {
        queue.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        try {
            OutputQueue.Outcome outcome = queue.flush();
            assert outcome != null;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        taken = 3 - queue.queuedBytes();
    }

    @Actor
    public void closer() {
        queue.close();
    }

    @Arbiter
    public void end(ZI_Result result) {
        result.r1 = queue.neverTook(0);
        result.r2 = taken;
    }
}
