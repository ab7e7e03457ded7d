package io.samehost.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.Caller;
import io.samehost.client.TypedStream;
import io.samehost.fixture.Background;
import io.samehost.grpc.fixture.EitherWay;
import io.samehost.grpc.fixture.Ends;
import io.samehost.grpc.fixture.GrpcEnds;
import io.samehost.grpc.fixture.Numbers;
import io.samehost.grpc.fixture.SamehostEnds;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Streams on which one end is slower than the other, or says less. The same in every way. */
abstract class SlowPeerContract extends EitherWay {
    private static final int PIECE_BYTES = 64 * 1024;

    /** Buffers of sockets and transports, on both ends; far below what a sender without a brake would send. */
    private static final int MOST_UNREAD_PIECES = 16 * 1024 * 1024 / PIECE_BYTES;

    private final CompletableFuture<Exception> handlersEnd = new CompletableFuture<>();

    SlowPeerContract(Ends.Way way) {
        super(way);
    }

    static final class OverSamehostTest extends SlowPeerContract {
        OverSamehostTest() {
            super(SamehostEnds::start);
        }
    }

    static final class OverGrpcTest extends SlowPeerContract {
        OverGrpcTest() {
            super(GrpcEnds::start);
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
        assertHandlerCancelled();
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
}
