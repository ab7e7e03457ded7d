package io.samehost.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Keeps a window of asynchronous calls in flight over one connection. A call's latency ends when its future completes;
 * it is recorded when all earlier calls have completed too, so that one thread records.
 */
final class RpcPipelined implements Workload {
    private final UnaryCaller caller;
    private final int sizeBytes;
    private final int window;
    private final Queue<Call> calls = new ArrayDeque<>();
    private long sequence;

    /** A call under way; its future gives the time at which the right reply came. */
    private record Call(long sentNanos, CompletableFuture<Long> done) {}

    RpcPipelined(UnaryCaller caller, int sizeBytes, int window) {
        this.caller = caller;
        this.sizeBytes = sizeBytes;
        this.window = window;
    }

    @Override
    public long exchange(Recording recording, long nowNanos) {
        while (calls.size() < window) {
            calls.add(start());
        }
        retire(recording);
        return System.nanoTime();
    }

    @Override
    public void drain(Recording recording) {
        while (!calls.isEmpty()) {
            retire(recording);
        }
    }

    private Call start() {
        byte[] payload = new byte[sizeBytes];
        byte stamp = Stamp.of(sequence++);
        payload[0] = stamp;
        long sentNanos = System.nanoTime();
        CompletableFuture<Long> done = caller.callAsync(payload).thenApply(reply -> {
            long doneNanos = System.nanoTime();
            if (reply.length != sizeBytes || reply[0] != stamp) {
                throw new IllegalStateException("not the payload that was sent: lengthBytes=" + reply.length);
            }
            return doneNanos;
        });
        return new Call(sentNanos, done);
    }

    private void retire(Recording recording) {
        Call call = calls.remove();
        try {
            recording.reply(call.done().join() - call.sentNanos());
        } catch (CompletionException failed) {
            recording.error();
        }
    }

    @Override
    public void close() throws IOException {
        caller.close();
    }
}
