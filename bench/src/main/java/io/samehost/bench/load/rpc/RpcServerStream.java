package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Workload;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ClientStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A server stream for each run: the server sends for some time, and its answer says how many messages that were. */
public final class RpcServerStream implements Workload {
    private final Client client;
    private final int sizeBytes;

    public RpcServerStream(Client client, int sizeBytes) {
        this.client = client;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        byte[] request = BenchService.eightBytes(durationNanos);
        try (ClientStream stream = client.serverStream(BenchService.NAME, BenchService.SOURCE, request)) {
            recording.errors(Math.abs(receiveAll(stream, recording)));
        } catch (CallException e) {
            throw new IOException("stream failed: status=" + e.status(), e);
        }
    }

    /** The last message says how many came before it. Returns how many of them are missing. */
    private long receiveAll(ClientStream stream, Recording recording) throws IOException, CallException {
        long received = 0;
        long nowNanos = System.nanoTime();
        Optional<byte[]> message = stream.receive();
        while (message.isPresent()) {
            long doneNanos = System.nanoTime();
            Optional<byte[]> next = stream.receive();
            if (next.isEmpty()) {
                return ByteBuffer.wrap(message.get()).getLong() - received;
            }
            record(message.get(), doneNanos - nowNanos, recording);
            received++;
            nowNanos = doneNanos;
            message = next;
        }
        throw new IOException("stream ended without its count");
    }

    private void record(byte[] message, long nanos, Recording recording) {
        if (message.length == sizeBytes) {
            recording.reply(nanos);
        } else {
            recording.error();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
