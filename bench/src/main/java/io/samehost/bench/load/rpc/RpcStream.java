package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.Workload;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ClientStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A client stream for each run: messages for some time, and the server's answer says how many have come. */
public final class RpcStream implements Workload {
    private final Client client;
    private final byte[] message;

    public RpcStream(Client client, int sizeBytes) {
        this.client = client;
        this.message = Stamp.payload(sizeBytes);
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        try (ClientStream stream = client.stream(BenchService.NAME, BenchService.SINK, new byte[0])) {
            long sent = sendFor(durationNanos, () -> stream.send(message), recording);
            long missing = sent - ByteBuffer.wrap(stream.result()).getLong();
            recording.errors(Math.abs(missing));
        } catch (CallException e) {
            throw new IOException("stream failed: status=" + e.status(), e);
        }
    }

    /** Sends one message. */
    interface Sending {
        void send() throws IOException, CallException;
    }

    /** Sends one message after the other for some time. Returns how many. */
    static long sendFor(long durationNanos, Sending sending, Recording recording) throws IOException, CallException {
        long sent = 0;
        long nowNanos = System.nanoTime();
        long endNanos = nowNanos + durationNanos;
        do {
            sending.send();
            sent++;
            long doneNanos = System.nanoTime();
            recording.reply(doneNanos - nowNanos);
            nowNanos = doneNanos;
        } while (nowNanos - endNanos < 0);
        return sent;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
