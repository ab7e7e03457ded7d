package io.samehost.transport.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;

/** Two threads append and flush: whoever finds another one writing leaves its bytes to it, and none stays behind. */
@JCStressTest
@Outcome(id = "2, 0, whole", expect = Expect.ACCEPTABLE, desc = "all is written")
@Outcome(expect = Expect.FORBIDDEN, desc = "bytes are left without a writer, lost, torn, or written twice")
@State
public class WriterRace {
    private static final byte[] PAYLOAD = {2, 3};

    private final OneWriter channel = new OneWriter();
    private final OutputQueue queue = new OutputQueue(channel);

    /** Takes a byte at a time. Its fields have no guard: one thread at a time may write. */
    static final class OneWriter implements WritableByteChannel {
        private final byte[] taken = new byte[16];
        private int count;

        @Override
        public int write(ByteBuffer bytes) {
            taken[count++] = bytes.get();
            return 1;
        }

        int frames() {
            return count / 3;
        }

        String shape() {
            for (int i = 0; i < count; i++) {
                if (taken[i] != 1 + i % 3) {
                    return "torn";
                }
            }
            return count % 3 == 0 ? "whole" : "torn";
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private void send() {
        queue.append(ByteBuffer.wrap(new byte[] {1}), PAYLOAD);
        try {
            OutputQueue.Outcome outcome = queue.flush();
            assert outcome != OutputQueue.Outcome.LEFT;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Actor
    public void one() {
        send();
    }

    @Actor
    public void two() {
        send();
    }

    @Arbiter
    public void end(IIL_Result result) {
        result.r1 = channel.frames();
        result.r2 = queue.queuedBytes();
        result.r3 = channel.shape();
    }
}
