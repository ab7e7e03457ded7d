package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Caller;
import io.samehost.client.TypedStream;
import io.samehost.grpc.fixture.Numbers;
import io.samehost.grpc.fixture.PlainGrpc;
import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of calls leave nothing behind: no thread, no handler that goes on. */
@Timeout(120)
final class ManyCallsTest {
    /** Those that run handlers at a time, and some of gRPC's. */
    private static final int MOST_THREADS = 256 + 32;

    private final AtomicInteger streams = new AtomicInteger();
    private PlainGrpc grpc;
    private Caller caller;
    private int threadsBefore;

    /** Counts handlers of streams that are at work. */
    private final class Counting implements ServerInterceptor {
        @Override
        public void stream(ServerStream<byte[], byte[]> stream, BidiHandler<byte[], byte[]> next) throws Exception {
            streams.incrementAndGet();
            try {
                next.handle(stream);
            } finally {
                streams.decrementAndGet();
            }
        }

        @Override
        public ServerRequest prepare(ServerRequest request) {
            return request;
        }
    }

    @BeforeEach
    void start() throws Exception {
        threadsBefore = Thread.activeCount();
        grpc = PlainGrpc.start(
                new GrpcServices().add(new Numbers()).intercept(new Counting()).definitions());
        caller = new GrpcCaller(grpc.channel());
        assertEquals(2, caller.call(Numbers.NEXT, 1L));
    }

    @AfterEach
    void stop() {
        grpc.close();
    }

    private void assertNothingLeft() throws Exception {
        Awaitility.await().untilAsserted(() -> assertEquals(0, streams.get()));
        assertEquals(2, caller.call(Numbers.NEXT, 1L));
        int more = Thread.activeCount() - threadsBefore;
        assertTrue(more < MOST_THREADS, () -> "more threads: " + more);
    }

    @Test
    void callsAtOnce() throws Exception {
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        for (long number = 0; number < 5_000; number++) {
            answers.add(caller.callAsync(Numbers.NEXT, number));
        }
        for (int number = 0; number < answers.size(); number++) {
            assertEquals(number + 1, answers.get(number).get());
        }
        assertNothingLeft();
    }

    @Test
    void callsThatAreCancelledAtOnce() throws Exception {
        for (long number = 0; number < 5_000; number++) {
            caller.callAsync(Numbers.NEXT, number).cancel(true);
        }
        assertNothingLeft();
    }

    @Test
    void streamsThatAreClosedAtOnce() throws Exception {
        for (int number = 0; number < 2_000; number++) {
            caller.stream(Numbers.DOUBLE).close();
            caller.serverStream(Numbers.COUNT, 1_000_000_000L).close();
            try (TypedStream<Long, Long> sum = caller.stream(Numbers.SUM)) {
                sum.send(1L);
            }
        }
        assertNothingLeft();
    }

    @Test
    void callsWhoseDeadlinePassesAnywhere() throws Exception {
        int ended = 0;
        for (int number = 0; number < 2_000; number++) {
            CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofNanos(1_000L * number));
            try (TypedStream<Long, Long> stream = caller.serverStream(Numbers.COUNT, 100L, soon)) {
                while (stream.receive().isPresent()) {
                    ended++;
                }
            } catch (CallException e) {
                ended++;
            }
        }
        assertTrue(ended >= 2_000);
        assertNothingLeft();
    }

    @Test
    void streamsThatAreOpenAtOnce() throws Exception {
        List<TypedStream<Long, Long>> open = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            open.add(caller.stream(Numbers.DOUBLE));
        }
        for (TypedStream<Long, Long> stream : open) {
            stream.send(21L);
            assertEquals(42, stream.receive().orElseThrow());
            stream.closeSend();
            assertTrue(stream.receive().isEmpty());
        }
        assertNothingLeft();
    }
}
