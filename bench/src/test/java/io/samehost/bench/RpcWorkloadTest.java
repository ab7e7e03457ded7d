package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RpcWorkloadTest {
    private final Recording recording = new Recording();

    @Test
    void pingPongCountsEachCall() throws IOException {
        Workload workload = new RpcPingPong(new Caller(payload -> payload), 64);
        workload.exchange(recording, System.nanoTime());
        workload.exchange(recording, System.nanoTime());
        assertEquals(2, recording.latency().getTotalCount());
        assertEquals(0, recording.errors());
    }

    @Test
    void anotherPayloadIsAnErrorOfPingPong() throws IOException {
        new RpcPingPong(new Caller(payload -> new byte[0]), 64).exchange(recording, System.nanoTime());
        assertEquals(1, recording.errors());
    }

    @Test
    void pipelinedFillsItsWindowBeforeItWaits() throws IOException {
        Caller caller = new Caller(payload -> payload);
        caller.answerWhenCallsWait = 8;
        new RpcPipelined(caller, 64, 8).exchange(recording, System.nanoTime());
        assertEquals(8, caller.calls);
    }

    @Test
    void pipelinedCountsTheCallsThatWereStillUnderWay() throws IOException {
        Workload workload = new RpcPipelined(new Caller(payload -> payload), 64, 8);
        workload.exchange(recording, System.nanoTime());
        workload.drain(recording);
        assertEquals(8, recording.latency().getTotalCount());
    }

    @Test
    void aCallThatFailsIsAnErrorAndTheOthersCount() throws IOException {
        Workload workload = new RpcPipelined(
                new Caller(payload -> {
                    if (payload[0] == 3) {
                        throw new IllegalStateException("refused");
                    }
                    return payload;
                }),
                64,
                8);
        workload.exchange(recording, System.nanoTime());
        workload.drain(recording);
        assertEquals(1, recording.errors());
        assertEquals(7, recording.latency().getTotalCount());
    }

    /** Answers from memory, as soon as enough calls wait. */
    private static final class Caller implements UnaryCaller {
        private final UnaryOperator<byte[]> handler;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int answerWhenCallsWait = 1;
        private int calls;

        Caller(UnaryOperator<byte[]> handler) {
            this.handler = handler;
        }

        @Override
        public byte[] call(byte[] payload) {
            return handler.apply(payload.clone());
        }

        @Override
        public CompletableFuture<byte[]> callAsync(byte[] payload) {
            calls++;
            CompletableFuture<byte[]> reply = new CompletableFuture<>();
            waiting.add(() -> {
                try {
                    reply.complete(handler.apply(payload));
                } catch (IllegalStateException e) {
                    reply.completeExceptionally(e);
                }
            });
            if (waiting.size() >= answerWhenCallsWait) {
                waiting.forEach(Runnable::run);
                waiting.clear();
            }
            return reply;
        }

        @Override
        public void close() {}
    }
}
