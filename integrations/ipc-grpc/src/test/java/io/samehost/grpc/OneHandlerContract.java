package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Caller;
import io.samehost.client.TypedStream;
import io.samehost.fixture.Background;
import io.samehost.grpc.fixture.Ends;
import io.samehost.grpc.fixture.GrpcEnds;
import io.samehost.grpc.fixture.Numbers;
import io.samehost.grpc.fixture.SamehostEnds;
import io.samehost.server.Service;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that a test makes for itself: failures, deadlines, cancellation, slow peers. The same in every way. */
@Timeout(60)
abstract class OneHandlerContract {
    private static final Method<byte[], byte[]> METHOD =
            new Method<>("test.One", "Method", Marshaller.BYTES, Marshaller.BYTES);
    private static final byte[] NOTHING = {};
    private static final int PIECE_BYTES = 64 * 1024;

    /** Buffers of sockets and transports, on both ends; far below what a sender without a brake would send. */
    private static final int MOST_UNREAD_PIECES = 16 * 1024 * 1024 / PIECE_BYTES;

    private final Ends.Way way;
    private Ends ends;

    /** What became of a handler. */
    private final CompletableFuture<Throwable> handlersEnd = new CompletableFuture<>();

    private final CountDownLatch begun = new CountDownLatch(1);

    OneHandlerContract(Ends.Way way) {
        this.way = way;
    }

    static final class OverSamehostTest extends OneHandlerContract {
        OverSamehostTest() {
            super(SamehostEnds::start);
        }
    }

    static final class OverGrpcTest extends OneHandlerContract {
        OverGrpcTest() {
            super(GrpcEnds::start);
        }
    }

    private Caller serve(Service service) throws Exception {
        ends = way.start(service);
        return ends.caller();
    }

    @AfterEach
    void stop() throws IOException {
        ends.close();
    }

    /** A handler that waits until it is interrupted. */
    private byte[] waitForEver(ServerRequest request) throws InterruptedException {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts");
        } catch (InterruptedException e) {
            handlersEnd.complete(request.isCancelled() ? e : new AssertionError("not cancelled"));
            throw e;
        }
    }

    private void assertInterrupted() throws Exception {
        assertEquals(
                InterruptedException.class,
                handlersEnd.get(10, TimeUnit.SECONDS).getClass());
    }

    private static CallException failureOf(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(CallException.class, call);
    }

    @Test
    void aStatusKeepsItsCodeItsTextAndItsDetails() throws Exception {
        Status status = new Status(
                StatusCode.FAILED_PRECONDITION,
                "100 % über\nzwei Zeilen",
                List.of(new Status.Detail("type.example/Why", new byte[] {1, 2, -1})));
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            throw new StatusException(status);
        }));

        Status seen = failureOf(() -> caller.call(METHOD, NOTHING)).status();

        assertEquals(status.number(), seen.number());
        assertEquals(status.message(), seen.message());
        assertEquals("type.example/Why", seen.details().get(0).typeUrl());
        assertEquals(
                List.of((byte) 1, (byte) 2, (byte) -1),
                boxed(seen.details().get(0).value()));
    }

    private static List<Byte> boxed(byte[] bytes) {
        return java.util.stream.IntStream.range(0, bytes.length)
                .mapToObj(at -> bytes[at])
                .toList();
    }

    @Test
    void whatElseIsThrownIsToldByItsClassAlone() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            throw new IllegalStateException("secret");
        }));

        Status seen = failureOf(() -> caller.call(METHOD, NOTHING)).status();

        assertEquals(StatusCode.UNKNOWN, seen.code());
        assertEquals("handler failed: error=IllegalStateException", seen.message());
    }

    @Test
    void anInlineHandlerMayThrowAndLeaveAnInterrupt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Caller caller = serve(handlers -> handlers.handleInline(METHOD, (value, request) -> {
            Thread.currentThread().interrupt();
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
            return value;
        }));

        assertEquals(
                StatusCode.UNKNOWN,
                failureOf(() -> caller.call(METHOD, NOTHING)).status().code());
        assertEquals(0, caller.call(METHOD, NOTHING).length);
    }

    @Test
    void noAnswerIsInternal() throws Exception {
        Caller caller = serve(handlers -> {
            handlers.handle("test.One", "Method", request -> null);
            handlers.handleClientStream("test.One", "Stream", messages -> null);
        });

        assertEquals(
                StatusCode.INTERNAL,
                failureOf(() -> caller.call(METHOD, NOTHING)).status().code());
        try (TypedStream<byte[], byte[]> stream =
                caller.stream(new Method<>("test.One", "Stream", Marshaller.BYTES, Marshaller.BYTES))) {
            assertEquals(StatusCode.INTERNAL, failureOf(stream::result).status().code());
        }
    }

    @Test
    void anErrorOfAHandlerIsInternal() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            throw new StackOverflowError();
        }));

        assertEquals(
                StatusCode.INTERNAL,
                failureOf(() -> caller.call(METHOD, NOTHING)).status().code());
    }

    @Test
    void messagesBeforeAFailureArriveBeforeIt() throws Exception {
        Caller caller = serve(handlers -> handlers.handleServerStream(METHOD, (value, answers) -> {
            answers.send(new byte[] {1});
            answers.send(new byte[] {2});
            throw new StatusException(StatusCode.DATA_LOSS, "no more");
        }));

        try (TypedStream<byte[], byte[]> stream = caller.serverStream(METHOD, NOTHING)) {
            assertEquals(1, stream.receive().orElseThrow()[0]);
            assertEquals(2, stream.receive().orElseThrow()[0]);
            assertEquals(
                    Status.of(StatusCode.DATA_LOSS, "no more"),
                    failureOf(stream::receive).status());
            assertEquals(
                    Status.of(StatusCode.DATA_LOSS, "no more"),
                    failureOf(stream::receive).status());
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
        assertInterrupted();
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
            assertEquals(
                    StatusCode.DEADLINE_EXCEEDED,
                    failureOf(stream::receive).status().code());
        }
        assertInterrupted();
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
        if (ends.isGrpc()) { // ttrpc cannot cancel a call
            assertInterrupted();
        }
    }

    @Test
    void anInterruptOfAReceiverEndsItsStreamAndStays() throws Exception {
        Caller caller = serve(handlers -> handlers.handleBidi(METHOD, stream -> waitForEver(stream.request())));
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Boolean> stayed = Background.call(() -> {
            thread.complete(Thread.currentThread());
            try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD)) {
                assertEquals(
                        StatusCode.CANCELLED,
                        failureOf(stream::receive).status().code());
            }
            return Thread.interrupted();
        });

        begun.await();
        thread.get().interrupt();

        assertTrue(stayed.get());
        assertInterrupted();
    }

    @Test
    void closingAStreamCancelsItsHandlerWhicheverKindItIs() throws Exception {
        Method<byte[], byte[]> clientStream = new Method<>("test.One", "Client", Marshaller.BYTES, Marshaller.BYTES);
        Method<byte[], byte[]> serverStream = new Method<>("test.One", "Server", Marshaller.BYTES, Marshaller.BYTES);
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
    void aClientThatDoesNotReceiveHoldsTheHandlerBack() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        Caller caller = serve(handlers -> handlers.handleServerStream(METHOD, (value, answers) -> {
            try {
                while (true) {
                    answers.send(new byte[PIECE_BYTES]);
                    sent.incrementAndGet();
                }
            } catch (Exception e) {
                handlersEnd.complete(e);
                throw e;
            }
        }));

        try (TypedStream<byte[], byte[]> stream = caller.serverStream(METHOD, NOTHING)) {
            awaitStandstill(sent);
            int before = sent.get();
            for (int received = 0; received < MOST_UNREAD_PIECES; received++) {
                assertEquals(PIECE_BYTES, stream.receive().orElseThrow().length);
            }
            Awaitility.await().until(() -> sent.get() > before);
        }
        handlersEnd.get(10, TimeUnit.SECONDS);
    }

    private static void awaitStandstill(AtomicInteger sent) {
        AtomicInteger last = new AtomicInteger(-1);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
        assertTrue(sent.get() <= MOST_UNREAD_PIECES, "sent " + sent.get());
    }

    @Test
    void aHandlerThatDoesNotReceiveHoldsTheClientBack() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Caller caller = serve(handlers -> handlers.handleClientStream(METHOD, messages -> {
            goOn.await();
            long bytes = 0;
            for (byte[] message : messages) {
                bytes += message.length;
            }
            return Numbers.NUMBER.encode(bytes);
        }));
        AtomicInteger sent = new AtomicInteger();
        int all = 2 * MOST_UNREAD_PIECES;

        try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD)) {
            CompletableFuture<Void> sender = Background.run(() -> {
                while (sent.get() < all) {
                    stream.send(new byte[PIECE_BYTES]);
                    sent.incrementAndGet();
                }
            });
            awaitStandstill(sent);
            goOn.countDown();
            sender.get();
            assertEquals((long) all * PIECE_BYTES, Numbers.NUMBER.decode(stream.result()));
        }
    }

    @Test
    void aSenderThatWaitsIsWokenWhenItsStreamIsClosed() throws Exception {
        Caller caller = serve(handlers -> handlers.handleBidi(METHOD, stream -> waitForEver(stream.request())));
        AtomicInteger sent = new AtomicInteger();
        TypedStream<byte[], byte[]> stream = caller.stream(METHOD);
        CompletableFuture<Exception> sendersEnd = Background.call(() -> {
            try {
                while (true) {
                    stream.send(new byte[PIECE_BYTES]);
                    sent.incrementAndGet();
                }
            } catch (IOException | CallException e) {
                return e;
            }
        });
        awaitStandstill(sent);

        stream.close();
        stream.close();

        sendersEnd.get(10, TimeUnit.SECONDS);
        assertInterrupted();
    }

    @Test
    void aHandlerMayAnswerBeforeItsClientHasSentAll() throws Exception {
        Caller caller = serve(handlers -> handlers.handleClientStream(METHOD, messages -> new byte[] {7}));

        try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD)) {
            CallException failure = failureOf(() -> {
                while (true) {
                    stream.send(new byte[PIECE_BYTES]);
                }
            });
            assertEquals(StatusCode.FAILED_PRECONDITION, failure.status().code());
            assertEquals(7, stream.result()[0]);
        }
    }

    @Test
    void aHandlerGoesOnToSendAfterItsClientHasSentAll() throws Exception {
        Caller caller = serve(handlers -> handlers.handleBidi(METHOD, stream -> {
            Optional<byte[]> end = stream.receive();
            for (byte number = 0; number < 3; number++) {
                stream.send(new byte[] {end.isEmpty() ? number : -1});
            }
        }));

        try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD)) {
            stream.closeSend();
            for (byte number = 0; number < 3; number++) {
                assertEquals(number, stream.receive().orElseThrow()[0]);
            }
            assertTrue(stream.receive().isEmpty());
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
            ends.closeServer();
            assertEquals(1, stream.receive().orElseThrow()[0]);
            assertTrue(stream.receive().isEmpty());
        }
    }

    @Test
    void aServerThatIsGoneIsAnIoException() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> value));
        caller.call(METHOD, NOTHING);

        ends.closeServer();

        assertThrows(IOException.class, () -> caller.call(METHOD, NOTHING));
        assertThrows(IOException.class, () -> {
            try (TypedStream<byte[], byte[]> stream = caller.stream(METHOD)) {
                stream.receive();
            }
        });
    }

    @Test
    void aServerThatSaysUnavailableIsNotGone() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> {
            throw new StatusException(Status.notProcessed("later"));
        }));

        CallException failure = failureOf(() -> caller.call(METHOD, NOTHING));

        assertEquals(StatusCode.UNAVAILABLE, failure.status().code());
        assertTrue(failure.isNotProcessed());
    }

    @Test
    void cancellingAFutureGivesItsCallUp() throws Exception {
        Caller caller = serve(handlers -> handlers.handle(METHOD, (value, request) -> waitForEver(request)));
        CompletableFuture<byte[]> future = caller.callAsync(METHOD, NOTHING);
        begun.await();

        assertTrue(future.cancel(true));

        if (ends.isGrpc()) { // ttrpc cannot cancel a call
            assertInterrupted();
        }
    }
}
