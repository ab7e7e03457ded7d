package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Workload;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.TypedStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** {@link RpcServerStream} that reads the library's memory. A message is lent, so it is looked at before the next is received. */
public final class BufferServerStream implements Workload {
    private final Client client;
    private final int sizeBytes;

    public BufferServerStream(Client client, int sizeBytes) {
        this.client = client;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        byte[] request = BenchService.eightBytes(durationNanos);
        try (TypedStream<byte[], ByteBuffer> stream = client.serverStream(BenchService.BUFFER_SOURCE, request)) {
            recording.errors(Math.abs(receiveAll(stream, recording)));
        } catch (CallException e) {
            throw new IOException("stream failed: status=" + e.status(), e);
        }
    }

    /** The last message says how many came before it. Returns how many of them are missing. */
    private long receiveAll(TypedStream<byte[], ByteBuffer> stream, Recording recording)
            throws IOException, CallException {
        long received = 0;
        long nowNanos = System.nanoTime();
        Optional<ByteBuffer> message = stream.receive();
        while (message.isPresent()) {
            long doneNanos = System.nanoTime();
            boolean whole = message.get().remaining() == sizeBytes;
            long count = message.get().remaining() == Long.BYTES ? message.get().getLong(0) : 0;
            message = stream.receive();
            if (message.isEmpty()) {
                return count - received;
            }
            record(whole, doneNanos - nowNanos, recording);
            received++;
            nowNanos = doneNanos;
        }
        throw new IOException("stream ended without its count");
    }

    private static void record(boolean whole, long nanos, Recording recording) {
        if (whole) {
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
