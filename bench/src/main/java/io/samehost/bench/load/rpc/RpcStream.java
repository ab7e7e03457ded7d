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
            long sent = sendUntil(System.nanoTime() + durationNanos, stream, recording);
            long missing = sent - ByteBuffer.wrap(stream.result()).getLong();
            recording.errors(Math.abs(missing));
        } catch (CallException e) {
            throw new IOException("stream failed: status=" + e.status(), e);
        }
    }

    private long sendUntil(long endNanos, ClientStream stream, Recording recording) throws IOException, CallException {
        long sent = 0;
        long nowNanos = System.nanoTime();
        do {
            stream.send(message);
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
