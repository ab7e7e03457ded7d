package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.Workload;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.TypedStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** {@link RpcStream} from a buffer outside of the heap, to a handler that reads the library's memory. */
public final class BufferStream implements Workload {
    private final Client client;
    private final ByteBuffer message;

    public BufferStream(Client client, int sizeBytes) {
        this.client = client;
        this.message = BenchService.directly(Stamp.payload(sizeBytes));
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        try (TypedStream<ByteBuffer, Long> stream = client.stream(BenchService.BUFFER_SINK)) {
            long sent = sendUntil(System.nanoTime() + durationNanos, stream, recording);
            recording.errors(Math.abs(sent - stream.result()));
        } catch (CallException e) {
            throw new IOException("stream failed: status=" + e.status(), e);
        }
    }

    private long sendUntil(long endNanos, TypedStream<ByteBuffer, Long> stream, Recording recording)
            throws IOException, CallException {
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
