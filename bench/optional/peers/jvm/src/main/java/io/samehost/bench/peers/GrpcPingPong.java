package io.samehost.bench.peers;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import java.net.SocketAddress;
import java.util.Arrays;

/** A blocking call, its reply, and again. */
final class GrpcPingPong implements Load {
    private final ManagedChannel channel;
    private final byte[] payload;
    private long sequence;

    GrpcPingPong(SocketAddress address, int sizeBytes) {
        this.channel = GrpcEcho.connect(address);
        this.payload = new byte[sizeBytes];
        Arrays.fill(payload, (byte) 'x');
    }

    @Override
    public void run(Recording recording, long durationNanos) {
        long startNanos = System.nanoTime();
        long nowNanos = startNanos;
        do {
            nowNanos = exchange(recording, nowNanos);
        } while (nowNanos - startNanos < durationNanos);
    }

    private long exchange(Recording recording, long nowNanos) {
        payload[0] = (byte) sequence++;
        byte[] reply = ClientCalls.blockingUnaryCall(channel, GrpcEcho.METHOD, CallOptions.DEFAULT, payload);
        long doneNanos = System.nanoTime();
        recording.reply(reply.length == payload.length && reply[0] == payload[0], doneNanos - nowNanos);
        return doneNanos;
    }
}
