package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.fixture.Background;
import io.samehost.fixture.Way;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.wire.Metadata;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send on streams faster than handlers receive. */
final class BackpressureTest extends ServerFixture {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int MORE_PIECES_THAN_FIT = 400;

    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void useOneWay() {
        assumeTrue(setup.way() == Way.UNIX_JDK, "streams are held back the same way over every transport");
    }

    /** Counts what comes on {@code count}, a millisecond for each message, and on {@code held} once it is released. */
    private Server serve() throws IOException {
        return start(builder()
                .handleClientStream(Bytes.SERVICE, "count", messages -> {
                    long bytes = 0;
                    for (byte[] message : messages) {
                        bytes += message.length;
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                    }
                    return Bytes.of("bytes=" + bytes);
                })
                .handleClientStream(Bytes.SERVICE, "held", messages -> {
                    release.await();
                    long bytes = 0;
                    for (byte[] message : messages) {
                        bytes += message.length;
                    }
                    return Bytes.of("bytes=" + bytes);
                })
                .handleBidi(Bytes.SERVICE, "idle", stream -> stream.receive()));
    }

    private static CompletableFuture<Void> sendPieces(RawPeer peer, int streamId, int pieces) {
        return Background.run(() -> {
            for (int i = 0; i < pieces; i++) {
                peer.send(Bytes.message(streamId, new byte[PIECE_BYTES]));
            }
            peer.send(Bytes.close(streamId));
        });
    }

    private static String bytes(int pieces) {
        return "bytes=" + (long) pieces * PIECE_BYTES;
    }

    @Test
    void aStreamThatIsTheOnlyCallLosesNothingHoweverSlowItsHandlerIs() throws Exception {
        RawPeer peer = connect(serve());
        peer.send(Bytes.open(1, "count"));
        CompletableFuture<Void> sender = sendPieces(peer, 1, MORE_PIECES_THAN_FIT);
        assertEquals(bytes(MORE_PIECES_THAN_FIT), peer.answer(1));
        sender.get();
    }

    @Test
    void aStreamThatIsTheOnlyCallIsPausedForAsLongAsItsHandlerLikes() throws Exception {
        Server server = serve();
        RawPeer peer = connect(server);
        peer.send(Bytes.open(1, "held"));
        CompletableFuture<Void> sender = sendPieces(peer, 1, MORE_PIECES_THAN_FIT);
        // Meanwhile another such stream, beside other calls, is given up.
        RawPeer beside = connect(server);
        beside.send(Bytes.open(1, "held"), Bytes.open(3, "idle"));
        CompletableFuture<Void> given = sendPieces(beside, 1, MORE_PIECES_THAN_FIT);
        beside.refusal(1, StatusCode.RESOURCE_EXHAUSTED);
        assertFalse(sender.isDone());
        release.countDown();
        assertEquals(bytes(MORE_PIECES_THAN_FIT), peer.answer(1));
        sender.get();
        given.cancel(true);
    }

    @Test
    void aSlowStreamBesideOtherCallsIsNotGivenUpWhileItGoesOn() throws Exception {
        RawPeer peer = connect(serve());
        peer.send(Bytes.open(1, "idle"), Bytes.open(3, "count"));
        CompletableFuture<Void> sender = sendPieces(peer, 3, MORE_PIECES_THAN_FIT);
        assertEquals(bytes(MORE_PIECES_THAN_FIT), peer.answer(3));
        sender.get();
    }

    @Test
    void aStreamThatDoesNotGoOnBesideOtherCallsIsGivenUpAndThoseGoOn() throws Exception {
        RawPeer peer = connect(serve());
        peer.send(Bytes.open(1, "held"), Bytes.open(3, "idle"));
        int pieces = (8 << 20) / PIECE_BYTES;
        for (int i = 0; i < pieces; i++) {
            peer.send(Bytes.message(1, new byte[PIECE_BYTES]));
        }
        peer.send(Bytes.call(5, "work", Bytes.of("next")), Bytes.close(3));
        String message = peer.refusal(1, StatusCode.RESOURCE_EXHAUSTED);
        assertTrue(message.contains("limitBytes=8388608, open it on a connection that carries nothing else"), message);
        boolean[] answered = new boolean[6];
        for (int i = 0; i < 2; i++) {
            answered[peer.next().streamId()] = true;
        }
        assertTrue(answered[3] && answered[5]);
    }

    @Test
    void aCallBesideASlowStreamIsAnsweredWhileThatHasRoom() throws Exception {
        RawPeer peer = connect(serve());
        peer.send(Bytes.open(1, "held"), Bytes.open(3, "idle"));
        for (int i = 0; i < (7 << 20) / PIECE_BYTES; i++) {
            peer.send(Bytes.message(1, new byte[PIECE_BYTES]));
        }
        assertEquals("inline", peer.call(5, "echo", "inline"));
        assertEquals("threaded", peer.call(7, "work", "threaded"));
    }

    /** A client once said so of a connection, and whoever said it twice was no longer limited. */
    @ParameterizedTest
    @ValueSource(strings = {"samehost-own-connection"})
    void noMetadataLiftsTheLimit(String key) throws Exception {
        RawPeer peer = connect(serve());
        Metadata claim = Metadata.of(key, "1");
        peer.send(Bytes.open(1, "held", claim), Bytes.open(3, "idle", claim));
        CompletableFuture<Void> sender = sendPieces(peer, 1, MORE_PIECES_THAN_FIT);
        peer.refusal(1, StatusCode.RESOURCE_EXHAUSTED);
        sender.cancel(true);
    }

    @Test
    void aHandlerThatIsGivenUpIsInterruptedAndFindsItsCallCancelled() throws Exception {
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        RawPeer peer = connect(start(builder()
                .handleBidi(Bytes.SERVICE, "idle", stream -> stream.receive())
                .handleBidi(Bytes.SERVICE, "stuck", stream -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                    cancelled.complete(stream.request().isCancelled());
                })));
        peer.send(Bytes.open(1, "stuck"), Bytes.open(3, "idle"));
        CompletableFuture<Void> sender = sendPieces(peer, 1, MORE_PIECES_THAN_FIT);
        assertTrue(cancelled.get(10, TimeUnit.SECONDS));
        assertTrue(interrupted.get());
        sender.cancel(true);
    }
}
