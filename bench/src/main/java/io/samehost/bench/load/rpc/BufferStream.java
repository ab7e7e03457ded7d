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
            long sent = RpcStream.sendFor(durationNanos, () -> stream.send(message), recording);
            recording.errors(Math.abs(sent - stream.result()));
        } catch (CallException e) {
            throw new IOException("stream failed: status=" + e.status(), e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
