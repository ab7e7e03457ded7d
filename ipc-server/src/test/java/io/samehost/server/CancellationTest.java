package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Background;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.Metadata;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A handler is interrupted at its deadline, and when its connection ends. */
final class CancellationTest extends ServerFixture {
    private static final byte[] NO_BYTES = {};
    private static final Duration SHORT = Duration.ofMillis(20);

    private final CompletableFuture<String> outcome = new CompletableFuture<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    private Server startWithWaitingHandlers() throws IOException {
        return start(builder()
                .handle(Bytes.SERVICE, "wait", this::waitForEver)
                .handleBidi(Bytes.SERVICE, "stream", stream -> waitForEver(stream.request())));
    }

    private byte[] waitForEver(ServerRequest request) throws InterruptedException {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            outcome.complete("interrupted cancelled=" + request.isCancelled());
            throw e;
        }
        return NO_BYTES;
    }

    private void expectCancellation() throws Exception {
        assertEquals("interrupted cancelled=true", outcome.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aDeadlineInterruptsTheHandlerAndIsTheAnswer() throws Exception {
        RawPeer peer = connect(startWithWaitingHandlers());
        for (int i = 0; i < 10; i++) {
            peer.send(Bytes.call(2 * i + 1, "wait", SHORT));
            peer.refusal(2 * i + 1, StatusCode.DEADLINE_EXCEEDED);
        }
        expectCancellation();
        assertEquals("next", peer.call(99, "work", "next"));
    }

    @Test
    void aHandlerThatHasAnAnswerToItsInterruptIsLateAllTheSame() throws Exception {
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "stubborn", request -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                return Bytes.of("done after all");
            }
            return NO_BYTES;
        })));
        for (int i = 0; i < 10; i++) {
            peer.send(Bytes.call(2 * i + 1, "stubborn", SHORT));
            peer.refusal(2 * i + 1, StatusCode.DEADLINE_EXCEEDED);
        }
        assertEquals("next", peer.call(99, "work", "next"));
    }

    @Test
    void aDeadlineEndsAStreamToo() throws Exception {
        RawPeer peer = connect(startWithWaitingHandlers());
        peer.send(Bytes.request(
                1,
                FrameHeader.FLAG_REMOTE_OPEN,
                new Request(Bytes.SERVICE, "stream", NO_BYTES, SHORT.toNanos(), Metadata.EMPTY)));
        peer.refusal(1, StatusCode.DEADLINE_EXCEEDED);
        expectCancellation();
    }

    @Test
    void theEndOfTheConnectionCancelsItsCalls() throws Exception {
        RawPeer peer = connect(startWithWaitingHandlers());
        peer.send(Bytes.call(1, "wait", NO_BYTES));
        begun.await();
        peer.close();
        expectCancellation();
    }

    @Test
    void theEndOfTheConnectionCancelsItsStreams() throws Exception {
        RawPeer peer = connect(startWithWaitingHandlers());
        peer.send(Bytes.open(1, "stream"));
        begun.await();
        peer.close();
        expectCancellation();
    }

    /** Nobody reads from such a connection, so its end is not read either. */
    @Test
    void theEndOfAConnectionCancelsAStreamWhoseHandlerReceivesNothing() throws Exception {
        RawPeer peer = connect(startWithWaitingHandlers());
        peer.send(Bytes.open(1, "stream"));
        sendUntilNothingFits(peer, () -> Bytes.message(1, new byte[64 * 1024]));
        peer.close();
        expectCancellation();
    }

    @Test
    void theEndOfAConnectionCancelsItsCallsThoughThereAreTooManyToReadOn() throws Exception {
        Server server = start(builder().maxInFlight(4).handle(Bytes.SERVICE, "wait", this::waitForEver));
        RawPeer peer = connect(server);
        AtomicInteger id = new AtomicInteger(-1);
        sendUntilNothingFits(peer, () -> Bytes.call(id.addAndGet(2), "wait", new byte[64 * 1024]));
        peer.close();
        expectCancellation();
    }

    /** Leaves a thread that waits to send more, until the peer is closed. */
    private static void sendUntilNothingFits(RawPeer peer, Supplier<byte[]> frames) {
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger last = new AtomicInteger();
        CompletableFuture<Void> sender = Background.run(() -> {
            while (true) {
                peer.send(frames.get());
                sent.incrementAndGet();
            }
        });
        Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
        assertFalse(sender.isDone());
    }

    @Test
    void aPeerThatClosesItsSideGetsTheAnswersThatAreReadyAndTheEnd() throws Exception {
        RawPeer peer = connect(startWithWaitingHandlers());
        peer.send(Bytes.call(1, "wait", NO_BYTES), Bytes.call(3, "echo", Bytes.of("ready")));
        begun.await();
        peer.endOutput();
        assertEquals("ready", peer.answer(3));
        peer.expectEnd();
        expectCancellation();
    }

    @Test
    void aHalfFrameAtTheEndIsNoCall() throws Exception {
        Server server = startWithWaitingHandlers();
        RawPeer peer = connect(server);
        peer.send(new byte[] {0, 0, 0, 5, 0});
        peer.endOutput();
        peer.expectEnd();
        assertTrue(connect(server).call(1, "work", "next").equals("next"));
    }
}
