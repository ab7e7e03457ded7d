package io.samehost.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Background;
import io.samehost.server.Server;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.wire.Metadata;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The ends of a handler that was quick and blocks: its deadline, its peer, its server. */
final class QuickHandlerEndTest extends QuickHandlerFixture {
    @Test
    void theDeadlineOfAHandlerThatBlocksIsAnsweredAndInterruptsIt() throws Exception {
        RawPeer peer = connect(startWithFickleHandler());
        beQuick(peer);
        peer.send(Bytes.request(
                nextId(),
                (byte) 0,
                new Request(Bytes.SERVICE, "fickle", Bytes.of("block"), SHORT.toNanos(), Metadata.EMPTY)));
        peer.refusal(lastStreamId, StatusCode.DEADLINE_EXCEEDED);
        assertEquals("cancelled=true", interrupted.get(10, TimeUnit.SECONDS));
        beQuick(peer);
    }

    @Test
    void aPeerThatGoesAwayInterruptsTheHandlerThatBlocks() throws Exception {
        Server server = startWithFickleHandler();
        RawPeer peer = connect(server);
        block(peer);
        peer.close();
        assertEquals("cancelled=true", interrupted.get(10, TimeUnit.SECONDS));
        Awaitility.await().until(() -> server.connectionCount() == 0 && server.callsInFlight() == 0);
    }

    @Test
    void aServerThatClosesInterruptsTheHandlerThatBlocksAndWaitsForItsEnd() throws Exception {
        Server server = startWithFickleHandler();
        block(connect(server));
        server.close(SHORT);
        assertTrue(interrupted.isDone());
        Awaitility.await().until(() -> threadsOfServers().isEmpty());
    }

    @Test
    void aServerThatClosesLetsTheHandlerThatBlocksEnd() throws Exception {
        Server server = startWithFickleHandler();
        RawPeer peer = connect(server);
        int blocked = block(peer);
        CompletableFuture<Void> closed = Background.run(() -> {
            server.close(Duration.ofSeconds(15));
        });
        awaitUnavailable(peer);
        release.countDown();
        assertEquals("block", peer.answer(blocked));
        peer.expectEnd();
        peer.close();
        closed.get(10, TimeUnit.SECONDS);
    }

    private void awaitUnavailable(RawPeer peer) throws IOException {
        do {
            peer.send(Bytes.call(nextId(), "work", Bytes.of("more")));
        } while (peer.response(lastStreamId).status().code() != StatusCode.UNAVAILABLE);
    }

    @Test
    void aQuickHandlerMayCloseItsServer() throws Exception {
        AtomicReference<Server> own = new AtomicReference<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Server server = start(builder().handle(Bytes.SERVICE, "fickle", request -> {
            thread.set(Thread.currentThread().getName());
            if (request.payload().length == 0) {
                own.get().close(SHORT);
                closed.complete(null);
            }
            return request.payload();
        }));
        own.set(server);
        RawPeer peer = connect(server);
        beQuick(peer);
        peer.send(Bytes.call(nextId(), "fickle", new byte[0]));
        closed.get(10, TimeUnit.SECONDS);
        Awaitility.await().until(() -> threadsOfServers().isEmpty());
    }

    @Test
    void anInterruptThatAQuickHandlerLeavesBehindHarmsNobody() throws IOException {
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "fickle", request -> {
            thread.set(Thread.currentThread().getName());
            Thread.currentThread().interrupt();
            return request.payload();
        })));
        beQuick(peer);
        beQuick(peer);
    }
}
