package io.samehost.bench;

import java.io.IOException;
import java.util.Arrays;

/** A synchronous call, its reply, and again. */
final class RpcPingPong implements Workload {
    private final UnaryCaller caller;
    private final byte[] payload;
    private long sequence;

    RpcPingPong(UnaryCaller caller, int sizeBytes) {
        this.caller = caller;
        this.payload = new byte[sizeBytes];
        Arrays.fill(payload, (byte) 'x');
    }

    @Override
    public long exchange(Recording recording, long nowNanos) throws IOException {
        byte stamp = Stamp.of(sequence++);
        payload[0] = stamp;
        byte[] reply = caller.call(payload);
        long doneNanos = System.nanoTime();
        if (reply.length == payload.length && reply[0] == stamp) {
            recording.reply(doneNanos - nowNanos);
        } else {
            recording.error();
        }
        return doneNanos;
    }

    @Override
    public void drain(Recording recording) {
        // never leaves a call behind
    }

    @Override
    public void close() throws IOException {
        caller.close();
    }
}
