package io.samehost.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.server.Server;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.ServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/** A handler that becomes quick, and blocks when the test wants it. */
abstract class QuickHandlerFixture extends ServerFixture {
    static final int QUICK_CALLS = 1000;
    static final Duration SHORT = Duration.ofMillis(50);
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final CompletableFuture<String> interrupted = new CompletableFuture<>();
    final AtomicReference<String> thread = new AtomicReference<>();
    int lastStreamId = -1;

    /** Ends the handlers that a test left waiting; each would keep its thread. */
    @AfterEach
    void releaseAll() {
        release.countDown();
    }

    Server startWithFickleHandler() throws IOException {
        return start(builder().handle(Bytes.SERVICE, "fickle", this::fickle));
    }

    /** Quick, unless it is asked to block. */
    byte[] fickle(ServerRequest request) throws InterruptedException {
        thread.set(Thread.currentThread().getName());
        if (request.payload().length > 0 && request.payload()[0] == 'b') {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.complete("cancelled=" + request.isCancelled());
                throw e;
            }
        }
        return request.payload();
    }

    int nextId() {
        lastStreamId += 2;
        return lastStreamId;
    }

    /** Calls until the handler runs on the reading thread, and for a while in any case. */
    void beQuick(RawPeer peer) throws IOException {
        beQuick(peer, "fickle");
    }

    void beQuick(RawPeer peer, String method) throws IOException {
        for (int i = 0; i < QUICK_CALLS || !isOnReadingThread(); i++) {
            assertEquals("quick", peer.call(nextId(), method, "quick"));
        }
    }

    boolean isOnReadingThread() {
        return isReadingThread(thread.get());
    }

    static boolean isReadingThread(String name) {
        return name.startsWith("samehost-connection-") || name.startsWith("samehost-loop-");
    }

    int block(RawPeer peer) throws Exception {
        beQuick(peer);
        int blocked = nextId();
        peer.send(Bytes.call(blocked, "fickle", Bytes.of("block")));
        begun.await();
        return blocked;
    }
}
