package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ServerStream;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Streams in every direction, with handlers and peers that are slow or stop. */
final class StreamTest extends ServerFixture {
    private static final byte[] NO_BYTES = {};
    private static final int PIECE_BYTES = 256 * 1024;

    private RawPeer connectTo(BidiHandler<byte[], byte[]> handler) throws IOException {
        return connect(start(builder().handleBidi(Bytes.SERVICE, "stream", handler)));
    }

    private static void echo(ServerStream<byte[], byte[]> stream) throws Exception {
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
        RawPeer peer = connect(start(builder().handleClientStream(Bytes.SERVICE, "stream", messages -> {
            StringBuilder all = new StringBuilder();
            for (byte[] message : messages) {
                all.append((char) message[0]);
            }
            return Bytes.of(all.toString());
        })));
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
        RawPeer peer = connect(start(builder().handleServerStream(Bytes.SERVICE, "stream", (request, answers) -> {
            for (int i = 0; i < 1000; i++) {
                answers.send(Bytes.of("m" + i));
            }
        })));
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
        Server server = start(builder().handleServerStream(Bytes.SERVICE, "stream", (request, answers) -> {
            for (int i = 0; i < messages; i++) {
                answers.send(new byte[64 * 1024]);
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
                .handleServerStream(Bytes.SERVICE, "stream", (request, stream) -> {
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
    void aHandlerThatReturnsWithMessagesUnreadLeavesNoConnectionBehind() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        Server server = start(builder().handleBidi(Bytes.SERVICE, "stream", stream -> {
            full.await();
            throw new StatusException(StatusCode.ABORTED, "enough");
        }));
        RawPeer peer = connect(server);
        peer.send(Bytes.open(1, "stream"));
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
