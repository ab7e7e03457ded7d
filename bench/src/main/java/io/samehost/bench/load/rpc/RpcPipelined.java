package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.Workload;
import io.samehost.client.Client;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a window of asynchronous calls in flight, over one connection or one on each of many. The callback of each call starts the next one, so
 * that nothing is handed from thread to thread and the client sends what a batch of replies caused in one write.
 */
public final class RpcPipelined implements Workload {
    private final List<Client> clients;
    private final int sizeBytes;
    private final int window;

    /** True if both ends look at payloads where the library has them. */
    private final boolean buffers;

    /**
     * Held while the window is first filled, since the callbacks of its first calls begin meanwhile, and by callbacks of
     * several clients. Those of one client come one after the other.
     */
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private long sequence;

    public RpcPipelined(Client client, int sizeBytes, int window) {
        this(List.of(client), sizeBytes, window, false);
    }

    /** Calls whose payloads both ends look at where the library has them. */
    public static RpcPipelined ofBuffers(Client client, int sizeBytes, int window) {
        return new RpcPipelined(List.of(client), sizeBytes, window, true);
    }

    /** One call in flight on each connection. */
    public RpcPipelined(List<Client> clients, int sizeBytes) {
        this(clients, sizeBytes, clients.size(), false);
    }

    private RpcPipelined(List<Client> clients, int sizeBytes, int window, boolean buffers) {
        this.clients = List.copyOf(clients);
        this.sizeBytes = sizeBytes;
        this.window = window;
        this.buffers = buffers;
    }

    @Override
    public void run(Recording recording, long durationNanos) throws IOException {
        Round round = new Round(recording, System.nanoTime() + durationNanos);
        lock.lock();
        try {
            for (int i = 0; i < window; i++) {
                round.new Place(clients.get(i % clients.size())).call(System.nanoTime());
            }
            round.filled = true;
        } finally {
            lock.unlock();
        }
        round.await();
    }

    /** The calls of one {@link #run}. */
    private final class Round {
        private final Recording recording;
        private final long endNanos;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        /** Guarded by lock. */
        private int open = window;

        private volatile boolean filled;

        Round(Recording recording, long endNanos) {
            this.recording = recording;
            this.endNanos = endNanos;
        }

        void await() throws IOException {
            try {
                over.join();
            } catch (CompletionException e) {
                throw new IOException("call failed: cause=" + e.getCause(), e.getCause());
            }
        }

        /** One place in the window: one call at a time, and its payload is used again when the call is over. */
        private final class Place {
            private final byte[] payload = Stamp.payload(sizeBytes);
            private final Client client;
            private long sentNanos;

            Place(Client client) {
                this.client = client;
            }

            void call(long nowNanos) {
                payload[0] = Stamp.of(sequence++);
                sentNanos = nowNanos;
                if (buffers) {
                    var unused = client.callAsync(Glimpse.ECHO, payload).whenComplete(this::seen);
                } else {
                    var unused = client.callAsync(BenchService.NAME, BenchService.ECHO, payload)
                            .whenComplete(this::ended);
                }
            }

            private void seen(Glimpse reply, Throwable failure) {
                ended(failure, failure == null && reply.isOf(payload));
            }

            private void ended(byte[] reply, Throwable failure) {
                ended(failure, failure == null && reply.length == sizeBytes && reply[0] == payload[0]);
            }

            /** An echo has no reason to fail: a run in which a call fails is given up, and not tried for ever. */
            private void ended(Throwable failure, boolean same) {
                if (failure != null) {
                    over.completeExceptionally(failure);
                } else if (filled && clients.size() == 1) {
                    replied(same);
                } else {
                    lock.lock();
                    try {
                        replied(same);
                    } finally {
                        lock.unlock();
                    }
                }
            }

            private void replied(boolean same) {
                long doneNanos = System.nanoTime();
                if (same) {
                    recording.reply(doneNanos - sentNanos);
                } else {
                    recording.error();
                }
                if (doneNanos - endNanos < 0 && !over.isDone()) {
                    call(doneNanos);
                } else if (--open == 0) {
                    over.complete(null);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }
}
