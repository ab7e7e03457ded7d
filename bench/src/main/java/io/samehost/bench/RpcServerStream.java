package io.samehost.bench;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ClientStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A server stream for each run: the server sends for some time, and its answer says how many messages that were. */
final class RpcServerStream implements Workload {
    private final Client client;
    private final int sizeBytes;

    RpcServerStream(Client client, int sizeBytes) {
        this.client = client;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        byte[] request = BenchServer.eightBytes(durationNanos);
        try (ClientStream stream = client.serverStream(BenchServer.SERVICE, BenchServer.SOURCE, request)) {
            long received = receiveAll(stream, recording);
            long missing = ByteBuffer.wrap(stream.result()).getLong() - received;
            recording.errors(Math.abs(missing));
        } catch (CallException e) {
            throw new IOException("stream failed: status=" + e.status(), e);
        }
    }

    private long receiveAll(ClientStream stream, Recording recording) throws IOException, CallException {
        long received = 0;
        long nowNanos = System.nanoTime();
        for (Optional<byte[]> message = stream.receive(); message.isPresent(); message = stream.receive()) {
            long doneNanos = System.nanoTime();
            if (message.get().length == sizeBytes) {
                recording.reply(doneNanos - nowNanos);
            } else {
                recording.error();
            }
            received++;
            nowNanos = doneNanos;
        }
        return received;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
