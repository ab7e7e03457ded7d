package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.protocol.Streams;
import io.samehost.wire.FrameHeader;
import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Streams in every direction, with handlers and peers that are slow or stop. */
final class StreamTest extends ServerContract {
    private static final byte[] NO_BYTES = {};
    private static final int PIECE_BYTES = 256 * 1024;
    private static final Metadata OWN_CONNECTION = Metadata.of(Streams.OWN_CONNECTION, "1");

    private RawPeer connectTo(StreamHandler handler) throws IOException {
        return connect(start(builder().handleStream(Bytes.SERVICE, "stream", handler)));
    }

    private static void echo(ServerStream stream) throws Exception {
        for (byte[] message : stream) {
            stream.send(message);
        }
    }

    @Test
    void messagesGoBothWaysUntilTheClientCloses() throws IOException {
        RawPeer peer = connectTo(StreamTest::echo);
        peer.send(Bytes.open(1, "stream"));
        for (int i = 0; i < 100; i++) {
            peer.send(Bytes.message(1, Bytes.of("m" + i)));
            assertEquals("m" + i, peer.message(1));
        }
        peer.send(Bytes.close(1));
        peer.expectClose(1);
        assertEquals("next", peer.call(3, "work", "next"));
    }

    @Test
    void anEmptyMessageIsAMessageAndTheLastOneMayCarryTheClose() throws IOException {
        RawPeer peer = connectTo(StreamTest::echo);
        peer.send(
                Bytes.open(1, "stream"),
                Bytes.message(1, NO_BYTES),
                Bytes.frame(1, FrameHeader.TYPE_DATA, FrameHeader.FLAG_REMOTE_CLOSED, Bytes.of("last")));
        assertEquals("", peer.message(1));
        assertEquals("last", peer.message(1));
        peer.expectClose(1);
    }

    @Test
    void twoStreamsOfOneConnectionDoNotMix() throws IOException {
        RawPeer peer = connectTo(StreamTest::echo);
        peer.send(Bytes.open(1, "stream"), Bytes.open(3, "stream"));
        for (int i = 0; i < 50; i++) {
            peer.send(Bytes.message(1, Bytes.of("one")));
            assertEquals("one", peer.message(1));
            peer.send(Bytes.message(3, Bytes.of("three")));
            assertEquals("three", peer.message(3));
        }
        peer.send(Bytes.close(1));
        peer.expectClose(1);
        peer.send(Bytes.message(3, Bytes.of("still open")));
        assertEquals("still open", peer.message(3));
    }

    @Test
    void aClientStreamGetsOneAnswer() throws IOException {
        RawPeer peer = connectTo(stream -> {
            StringBuilder all = new StringBuilder();
            for (byte[] message : stream) {
                all.append((char) message[0]);
            }
            stream.respond(Bytes.of(all.toString()));
        });
        peer.send(Bytes.open(1, "stream"));
        for (String letter : "abcdefgh".split("", -1)) {
            if (!letter.isEmpty()) {
                peer.send(Bytes.message(1, Bytes.of(letter)));
            }
        }
        peer.send(Bytes.close(1));
        assertEquals("abcdefgh", peer.answer(1));
    }

    @Test
    void aServerStreamSendsItsMessagesAndCloses() throws IOException {
        RawPeer peer = connectTo(stream -> {
            for (int i = 0; i < 1000; i++) {
                stream.send(Bytes.of("m" + i));
            }
            assertFalse(stream.receive().isPresent());
        });
        peer.send(Bytes.request(
                1, FrameHeader.FLAG_REMOTE_CLOSED, new Request(Bytes.SERVICE, "stream", NO_BYTES, 0, Metadata.EMPTY)));
        for (int i = 0; i < 1000; i++) {
            assertEquals("m" + i, peer.message(1));
        }
        peer.expectClose(1);
    }

    @Test
    void aFailureEndsAStreamWithAStatusAfterTheMessagesBefore() throws IOException {
        RawPeer peer = connectTo(stream -> {
            stream.send(Bytes.of("before"));
            throw new StatusException(StatusCode.DATA_LOSS, "the rest is gone");
        });
        peer.send(Bytes.open(1, "stream"));
        assertEquals("before", peer.message(1));
        assertEquals("the rest is gone", peer.refusal(1, StatusCode.DATA_LOSS));
        peer.send(Bytes.message(1, Bytes.of("too late")));
        peer.refusal(1, StatusCode.INVALID_ARGUMENT);
        assertEquals("next", peer.call(3, "work", "next"));
    }

    @Test
    void aMessageThatDoesNotFitAFrameIsTheHandlersProblemAlone() throws IOException {
        RawPeer peer = connectTo(stream -> {
            try {
                stream.send(new byte[FrameHeader.MAX_DATA_BYTES + 1]);
            } catch (OversizeException e) {
                stream.send(Bytes.of("length=" + e.lengthBytes()));
            }
        });
        peer.send(Bytes.open(1, "stream"));
        assertEquals("length=4194305", peer.message(1));
        peer.expectClose(1);
    }

    @Test
    void aServerStreamWaitsForAPeerThatDoesNotRead() throws IOException {
        int messages = 300;
        AtomicInteger sent = new AtomicInteger();
        Server server = start(builder().handleStream(Bytes.SERVICE, "stream", stream -> {
            for (int i = 0; i < messages; i++) {
                stream.send(new byte[64 * 1024]);
                sent.incrementAndGet();
            }
        }));
        RawPeer peer = connect(server);
        peer.send(Bytes.open(1, "stream"));
        Awaitility.await().until(() -> sent.get() > 2);
        assertEquals("other", connect(server).call(1, "work", "other"));
        assertTrue(sent.get() < messages, () -> "sent=" + sent);
        for (int i = 0; i < messages; i++) {
            assertEquals(64 * 1024, peer.message(1).length());
        }
        peer.expectClose(1);
    }

    /** With a thread for each connection, the stream's own thread waits in the socket, and next to nothing is queued. */
    @Test
    void aStreamThatWaitsForItsPeerDoesNotKeepItsConnectionFromBeingRead() throws Exception {
        assumeTrue(setup.engine() == EngineKind.LOOP);
        CountDownLatch read = new CountDownLatch(1);
        CompletableFuture<Thread> sender = new CompletableFuture<>();
        RawPeer peer = connect(start(builder()
                .handleStream(Bytes.SERVICE, "stream", stream -> {
                    sender.complete(Thread.currentThread());
                    while (!stream.request().isCancelled()) {
                        stream.send(new byte[64 * 1024]);
                    }
                })
                .handleInline(Bytes.SERVICE, "read", request -> {
                    read.countDown();
                    return NO_BYTES;
                })));
        peer.send(Bytes.open(1, "stream"));
        Thread thread = sender.get();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        peer.send(Bytes.call(3, "read", NO_BYTES));
        assertTrue(read.await(10, TimeUnit.SECONDS));
    }

    @Test
    void onASharedConnectionASlowStreamHoldsUpNobodyAndEndsBeyondItsBound() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        RawPeer peer = connectTo(stream -> release.await());
        peer.send(Bytes.open(1, "stream"));
        int pieces = (8 << 20) / PIECE_BYTES - 1;
        for (int i = 0; i < pieces; i++) {
            peer.send(Bytes.message(1, new byte[PIECE_BYTES]));
        }
        assertEquals("inline", peer.call(3, "echo", "inline"));
        assertEquals("threaded", peer.call(5, "work", "threaded"));
        peer.send(Bytes.message(1, new byte[PIECE_BYTES]), Bytes.message(1, new byte[PIECE_BYTES]));
        String message = peer.refusal(1, StatusCode.RESOURCE_EXHAUSTED);
        assertTrue(message.contains("limitBytes=8388608"), message);
        release.countDown();
        assertEquals("next", connectAgain(peer, 7));
    }

    /** The second piece that was too much is refused before the call is answered, or never looked at as an open stream. */
    private static String connectAgain(RawPeer peer, int streamId) throws IOException {
        peer.send(Bytes.call(streamId, "work", Bytes.of("next")));
        RawPeer.Received received = peer.next();
        if (received.streamId() == 1) {
            assertEquals(
                    StatusCode.INVALID_ARGUMENT,
                    received.response().orElseThrow().status().code());
            return peer.answer(streamId);
        }
        return new String(received.response().orElseThrow().payload(), StandardCharsets.UTF_8);
    }

    @Test
    void aSlowStreamWithItsOwnConnectionPausesItAndLosesNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicLong received = new AtomicLong();
        Server server = start(builder().handleStream(Bytes.SERVICE, "stream", stream -> {
            release.await();
            for (byte[] message : stream) {
                received.addAndGet(message.length);
            }
            stream.respond(Bytes.of("bytes=" + received));
        }));
        RawPeer peer = connect(server);
        int pieces = 128;
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendPieces(peer, pieces));
        assertEquals("other", connect(server).call(1, "work", "other"));
        assertFalse(sender.isDone());
        release.countDown();
        assertEquals("bytes=" + (long) pieces * PIECE_BYTES, peer.answer(1));
        sender.get();
    }

    private static void sendPieces(RawPeer peer, int pieces) {
        try {
            peer.send(Bytes.open(1, "stream", OWN_CONNECTION));
            for (int i = 0; i < pieces; i++) {
                peer.send(Bytes.message(1, new byte[PIECE_BYTES]));
            }
            peer.send(Bytes.close(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aHandlerThatReturnsWithMessagesUnreadLeavesNoConnectionBehind() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        Server server = start(builder().handleStream(Bytes.SERVICE, "stream", stream -> {
            full.await();
            throw new StatusException(StatusCode.ABORTED, "enough");
        }));
        RawPeer peer = connect(server);
        peer.send(Bytes.open(1, "stream", OWN_CONNECTION));
        for (int i = 0; i < (1 << 20) / PIECE_BYTES; i++) {
            peer.send(Bytes.message(1, new byte[PIECE_BYTES]));
        }
        peer.send(Bytes.message(1, Bytes.of("the drop that makes it run over")));
        assertEquals("other", connect(server).call(1, "work", "other"));
        full.countDown();
        RawPeer.Received end = peer.next();
        assertEquals(StatusCode.ABORTED, end.response().orElseThrow().status().code());
        peer.close();
        Awaitility.await().until(() -> server.connectionCount() == 1);
    }

    @Test
    void aStreamThatIsOverTakesNoMoreMessagesFromItsHandler() throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        RawPeer peer = connectTo(stream -> {
            try {
                stream.receive();
            } catch (InterruptedException e) {
                // this is how it learns of its end
            }
            try {
                stream.send(Bytes.of("too late"));
                outcome.complete("sent");
            } catch (IOException e) {
                outcome.complete("refused");
            }
        });
        peer.send(Bytes.open(1, "stream"), Bytes.open(1, "stream"));
        peer.refusal(1, StatusCode.INVALID_ARGUMENT);
        assertEquals("refused", outcome.get());
    }
}
