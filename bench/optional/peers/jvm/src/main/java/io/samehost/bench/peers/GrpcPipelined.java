package io.samehost.bench.peers;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps a window of asynchronous calls in flight. The callback of each call starts the next one, on the event loop. */
final class GrpcPipelined implements Load {
    private final ManagedChannel channel;
    private final int sizeBytes;
    private final int window;

    /** Held while the window is first filled, since the callbacks of its first calls begin meanwhile. */
    private final ReentrantLock lock = new ReentrantLock();

    GrpcPipelined(SocketAddress address, int sizeBytes, int window) {
        this.channel = GrpcEcho.connect(address);
        this.sizeBytes = sizeBytes;
        this.window = window;
    }

    @Override
    public void run(Recording recording, long durationNanos) {
        Round round = new Round(recording, System.nanoTime() + durationNanos);
        lock.lock();
        try {
            for (int i = 0; i < window; i++) {
                round.new Place((byte) i).call();
            }
        } finally {
            lock.unlock();
        }
        round.over.join();
    }

    private final class Round {
        private final Recording recording;
        private final long endNanos;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        /** Guarded by lock. */
        private int open = window;

        Round(Recording recording, long endNanos) {
            this.recording = recording;
            this.endNanos = endNanos;
        }

        /** One place in the window: one call at a time. */
        private final class Place implements StreamObserver<byte[]> {
            private final byte[] payload = new byte[sizeBytes];
            private byte[] reply = new byte[0];
            private long sentNanos;

            Place(byte stamp) {
                Arrays.fill(payload, (byte) 'x');
                payload[0] = stamp;
            }

            void call() {
                payload[0]++;
                sentNanos = System.nanoTime();
                ClientCalls.asyncUnaryCall(channel.newCall(GrpcEcho.METHOD, CallOptions.DEFAULT), payload, this);
            }

            @Override
            public void onNext(byte[] value) {
                reply = value;
            }

            @Override
            public void onError(Throwable failure) {
                over.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                lock.lock();
                try {
                    replied();
                } finally {
                    lock.unlock();
                }
            }

            private void replied() {
                long doneNanos = System.nanoTime();
                recording.reply(reply.length == sizeBytes && reply[0] == payload[0], doneNanos - sentNanos);
                if (doneNanos - endNanos < 0) {
                    call();
                } else if (--open == 0) {
                    over.complete(null);
                }
            }
        }
    }
}
