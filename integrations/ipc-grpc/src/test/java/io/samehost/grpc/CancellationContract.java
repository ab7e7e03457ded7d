package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Caller;
import io.samehost.client.TypedStream;
import io.samehost.fixture.Background;
import io.samehost.grpc.fixture.EitherWay;
import io.samehost.grpc.fixture.Ends;
import io.samehost.grpc.fixture.GrpcEnds;
import io.samehost.grpc.fixture.SamehostEnds;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Deadlines, callers that give up, servers that close. The same in every way, but that ttrpc cannot cancel a unary call. */
abstract class CancellationContract extends EitherWay {
    CancellationContract(Ends.Way way) {
        super(way);
    }

    static final class OverSamehostTest extends CancellationContract {
        OverSamehostTest() {
            super(SamehostEnds::start);
        }
    }

    static final class OverGrpcTest extends CancellationContract {
        OverGrpcTest() {
            super(GrpcEnds::start);
        }
    }

    @Test
    void theHandlerSeesTheDeadlineAndIsInterruptedAtIt() throws Exception {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            Duration remaining = request.remaining().orElseThrow();
            seen.complete(request.hasDeadline() && remaining.compareTo(Duration.ofMillis(300)) <= 0);
            return waitForEver(request);
        }));
        CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300));

        CallException failure = failureOf(() -> caller.call(METHOD, NOTHING, soon));

        assertEquals(StatusCode.DEADLINE_EXCEEDED, failure.status().code());
        assertTrue(seen.get());
        assertHandlerCancelled();
    }

    @Test
    void aCallWithoutADeadlineHasNone() throws Exception {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            seen.complete(request.hasDeadline() || request.remaining().isPresent() || request.isCancelled());
            return value;
        }));

        caller.call(METHOD, NOTHING, CallOptions.DEFAULT.withTimeout(Duration.ZERO));

        assertFalse(seen.get());
    }

    @Test
    void aStreamEndsAtItsDeadline() throws Exception {
        Caller caller = serve(handlers -> handlers.handleBidi(METHOD, stream -> waitForEver(stream.request())));
        CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300));

        try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD, soon)) {
            assertEquals(StatusCode.DEADLINE_EXCEEDED, codeOf(stream::receive));
        }
        assertHandlerCancelled();
    }

    @Test
    void anInterruptOfTheCallerCancelsTheCallAndStays() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> waitForEver(request)));
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Boolean> stayed = Background.call(() -> {
            thread.complete(Thread.currentThread());
            CallException failure = failureOf(() -> caller.call(METHOD, NOTHING));
            assertEquals(StatusCode.CANCELLED, failure.status().code());
            return Thread.interrupted();
        });

        begun.await();
        thread.get().interrupt();

        assertTrue(stayed.get());
        if (ends().isGrpc()) { // ttrpc cannot cancel a call
            assertHandlerCancelled();
        }
    }

    @Test
    void anInterruptOfAReceiverEndsItsStreamAndStays() throws Exception {
        Caller caller = serve(handlers -> handlers.handleBidi(METHOD, stream -> waitForEver(stream.request())));
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Boolean> stayed = Background.call(() -> {
            thread.complete(Thread.currentThread());
            try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD)) {
                assertEquals(StatusCode.CANCELLED, codeOf(stream::receive));
            }
            return Thread.interrupted();
        });

        begun.await();
        thread.get().interrupt();

        assertTrue(stayed.get());
        assertHandlerCancelled();
    }

    @Test
    void closingAStreamCancelsItsHandlerWhicheverKindItIs() throws Exception {
        Method<byte[], byte[]> clientStream = method("Client");
        Method<byte[], byte[]> serverStream = method("Server");
        AtomicInteger cancelled = new AtomicInteger();
        Caller caller = serve(handlers -> {
            handlers.handleBidi(METHOD, stream -> {
                stream.send(NOTHING);
                countIfCancelled(stream.request(), () -> stream.receive(), cancelled);
            });
            handlers.handleClientStream(clientStream, messages -> {
                messages.receive();
                begun.countDown();
                countIfCancelled(messages.request(), messages::receive, cancelled);
                return NOTHING;
            });
            handlers.handleServerStream(serverStream, (value, answers) -> {
                answers.send(NOTHING);
                countIfCancelled(answers.request(), () -> waitForEver(answers.request()), cancelled);
            });
        });

        try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD)) {
            stream.receive();
        }
        try (TypedStream<byte[], byte[]> stream = caller.stream(clientStream)) {
            stream.send(NOTHING);
            begun.await();
        }
        try (TypedStream<byte[], byte[]> stream = caller.serverStream(serverStream, NOTHING)) {
            stream.receive();
        }

        Awaitility.await().untilAsserted(() -> assertEquals(3, cancelled.get()));
    }

    private interface Wait {
        Object forEver() throws Exception;
    }

    private static void countIfCancelled(ServerRequest request, Wait wait, AtomicInteger cancelled) throws Exception {
        try {
            wait.forEver();
        } finally {
            cancelled.addAndGet(request.isCancelled() ? 1 : 0);
        }
    }

    @Test
    void cancellingAFutureGivesItsCallUp() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> waitForEver(request)));
        CompletableFuture<byte[]> future = caller.callAsync(METHOD, NOTHING);
        begun.await();

        assertTrue(future.cancel(true));

        if (ends().isGrpc()) { // ttrpc cannot cancel a call
            assertHandlerCancelled();
        }
    }

    @Test
    void aHandlerWithoutAnEndMayEndWhenItsServerCloses() throws Exception {
        Caller caller = serve(handlers -> handlers.handleServerStream(METHOD, (value, answers) -> {
            answers.request().interruptWhenServerCloses();
            answers.send(NOTHING);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                answers.send(new byte[] {(byte) (answers.request().isServerClosing() ? 1 : 0)});
            }
        }));

        try (TypedStream<byte[], byte[]> stream = caller.serverStream(METHOD, NOTHING)) {
            stream.receive();
            ends().closeServer();
            assertEquals(1, stream.receive().orElseThrow()[0]);
            assertTrue(stream.receive().isEmpty());
        }
    }
}
