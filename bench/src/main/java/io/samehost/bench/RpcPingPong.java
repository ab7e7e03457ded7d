package io.samehost.bench;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import java.io.IOException;

/** A synchronous call, its reply, and again. */
final class RpcPingPong implements SteppedWorkload {
    private final Client client;
    private final byte[] payload;
    private long sequence;

    RpcPingPong(Client client, int sizeBytes) {
        this.client = client;
        this.payload = Stamp.payload(sizeBytes);
    }

    @Override
    public long exchange(Recording recording, long nowNanos) throws IOException {
        byte stamp = Stamp.of(sequence++);
        payload[0] = stamp;
        byte[] reply = call();
        long doneNanos = System.nanoTime();
        if (reply.length == payload.length && reply[0] == stamp) {
            recording.reply(doneNanos - nowNanos);
        } else {
            recording.error();
        }
        return doneNanos;
    }

    /** An echo has no reason to fail, so a run in which a call fails says nothing about transports. */
    private byte[] call() throws IOException {
        try {
            return client.call(BenchServer.SERVICE, BenchServer.METHOD, payload);
        } catch (CallException e) {
            throw new IOException("call failed: message=" + sequence + " status=" + e.status(), e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
