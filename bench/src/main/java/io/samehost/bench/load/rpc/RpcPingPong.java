package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.SteppedWorkload;
import io.samehost.client.CallException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.Optional;

/** A synchronous call, its reply, and again. */
public final class RpcPingPong implements SteppedWorkload {
    private final Calls calls;
    private static final byte[] NOTHING = {};

    private final byte[] payload;
    private long sequence;

    public RpcPingPong(Calls calls, int sizeBytes) {
        this.calls = calls;
        this.payload = Stamp.payload(sizeBytes);
    }

    @Override
    public long exchange(Recording recording, long nowNanos) throws IOException {
        byte stamp = Stamp.of(sequence++);
        payload[0] = stamp;
        Optional<byte[]> answer = call();
        long doneNanos = System.nanoTime();
        byte[] reply = answer.orElse(NOTHING);
        if (answer.isEmpty()) {
            recording.lost(1);
        } else if (reply.length == payload.length && reply[0] == stamp) {
            recording.reply(doneNanos - nowNanos);
        } else {
            recording.error();
        }
        return doneNanos;
    }

    /**
     * Empty if it was lost. An echo has no other reason to fail, so a run in which a call fails says nothing about
     * transports.
     */
    private Optional<byte[]> call() throws IOException {
        try {
            return Optional.of(calls.call(payload));
        } catch (CallException e) {
            if (e.status().code() == StatusCode.DEADLINE_EXCEEDED) {
                return Optional.empty();
            }
            throw new IOException("call failed: message=" + sequence + " status=" + e.status(), e);
        }
    }

    @Override
    public void close() throws IOException {
        calls.close();
    }
}
