package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.wire.Metadata;
import io.samehost.wire.Request;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that have been quick so often that they may run on the reading thread, and then are not. */
final class QuickHandlerTest extends ServerContract {
    private static final int QUICK_CALLS = 1000;
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<String> interrupted = new CompletableFuture<>();
    private final AtomicReference<String> thread = new AtomicReference<>();
    private int lastStreamId = -1;

    /** What a test leaves waiting would keep its thread. */
    @AfterEach
    void releaseAll() {
        release.countDown();
    }

    private Server startWithFickleHandler() throws IOException {
        return start(builder().handle(Bytes.SERVICE, "fickle", this::fickle));
    }

    /** Quick, unless it is asked to block. */
    private byte[] fickle(ServerRequest request) throws InterruptedException {
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

    private int nextId() {
        lastStreamId += 2;
        return lastStreamId;
    }

    /** Calls until the handler runs on the reading thread, and for a while in any case. */
    private void beQuick(RawPeer peer) throws IOException {
        beQuick(peer, "fickle");
    }

    private void beQuick(RawPeer peer, String method) throws IOException {
        for (int i = 0; i < QUICK_CALLS || !isOnReadingThread(); i++) {
            assertEquals("quick", peer.call(nextId(), method, "quick"));
        }
    }

    private boolean isOnReadingThread() {
        return isReadingThread(thread.get());
    }

    private static boolean isReadingThread(String name) {
        return name.startsWith("samehost-connection-") || name.startsWith("samehost-loop-");
    }

    private int block(RawPeer peer) throws Exception {
        beQuick(peer);
        int blocked = nextId();
        peer.send(Bytes.call(blocked, "fickle", Bytes.of("block")));
        begun.await();
        return blocked;
    }

    @Test
    void aHandlerThatIsQuickComesToRunOnTheReadingThread() throws IOException {
        beQuick(connect(startWithFickleHandler()));
    }

    @Test
    void aHandlerThatWaitsStaysOnThreadsOfItsOwn() throws IOException {
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "wait", request -> {
            LockSupport.parkNanos(100_000);
            return Bytes.of(Thread.currentThread().getName());
        })));
        for (int i = 0; i < 200; i++) {
            String name = peer.call(nextId(), "wait", "");
            assertFalse(isReadingThread(name), name);
        }
    }

    @Test
    void aHandlerThatWasQuickAndThenBlocksHoldsUpNoOtherCallAndItsAnswerArrivesWhenItIsDone() throws Exception {
        RawPeer peer = connect(startWithFickleHandler());
        int blocked = block(peer);
        for (String method : new String[] {"fickle", "work", "echo"}) {
            for (int i = 0; i < 200; i++) {
                assertEquals("other", peer.call(nextId(), method, "other"));
            }
        }
        release.countDown();
        assertEquals("block", peer.answer(blocked));
        assertEquals("next", peer.call(nextId(), "fickle", "next"));
    }

    @Test
    void whatCameInOneBatchWithACallThatBlocksIsAnsweredMeanwhile() throws Exception {
        RawPeer peer = connect(startWithFickleHandler());
        beQuick(peer);
        int before = nextId();
        int blocked = nextId();
        int after = nextId();
        byte[] half = Bytes.call(nextId(), "fickle", Bytes.of("in two pieces"));
        byte[] firstHalf = Arrays.copyOf(half, 20);
        peer.send(
                Bytes.call(before, "echo", Bytes.of("before")),
                Bytes.call(blocked, "fickle", Bytes.of("block")),
                Bytes.call(after, "echo", Bytes.of("after")),
                firstHalf);
        assertEquals("before", peer.answer(before));
        assertEquals("after", peer.answer(after));
        peer.send(Arrays.copyOfRange(half, 20, half.length));
        assertEquals("in two pieces", peer.answer(lastStreamId));
        release.countDown();
        assertEquals("block", peer.answer(blocked));
    }

    @Test
    void severalHandlersThatBlockOneAfterTheOtherHoldUpNobody() throws Exception {
        String[] methods = {"first", "second", "third"};
        ServerBuilder builder = builder();
        for (String method : methods) {
            builder.handle(Bytes.SERVICE, method, this::fickle);
        }
        RawPeer peer = connect(start(builder));
        for (String method : methods) {
            beQuick(peer, method);
        }
        int id = nextId();
        peer.send(
                Bytes.call(id, "first", Bytes.of("block")),
                Bytes.call(id + 2, "second", Bytes.of("block")),
                Bytes.call(id + 4, "third", Bytes.of("block")),
                Bytes.call(id + 6, "echo", Bytes.of("last")));
        assertEquals("last", peer.answer(id + 6));
        release.countDown();
        int answered =
                peer.next().streamId() + peer.next().streamId() + peer.next().streamId();
        assertEquals(3 * id + 6, answered);
    }

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
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
            try {
                server.close(Duration.ofSeconds(15));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
    void aHandlerThatBlocksCountsAmongTheCallsAtWork() throws Exception {
        Server server = start(builder().maxInFlight(1).handle(Bytes.SERVICE, "fickle", this::fickle));
        RawPeer peer = connect(server);
        int blocked = block(peer);
        int waiting = nextId();
        peer.send(Bytes.call(waiting, "work", Bytes.of("waits")));
        assertEquals("other", connect(server).call(1, "work", "other"));
        assertEquals(1, server.callsInFlight());
        release.countDown();
        assertEquals("block", peer.answer(blocked));
        assertEquals("waits", peer.answer(waiting));
    }

    @Test
    void whatWaitsBehindACallThatHadToWaitItselfAndThenBlocksIsAnsweredInTheEnd() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        Server server = start(builder()
                .maxInFlight(1)
                .handle(Bytes.SERVICE, "fickle", this::fickle)
                .handle(Bytes.SERVICE, "first", request -> {
                    first.await();
                    return request.payload();
                }));
        RawPeer peer = connect(server);
        beQuick(peer);
        int id = nextId();
        peer.send(
                Bytes.call(id, "first", Bytes.of("first")),
                Bytes.call(id + 2, "fickle", Bytes.of("block")),
                Bytes.call(id + 4, "echo", Bytes.of("behind")));
        first.countDown();
        assertEquals("first", peer.answer(id));
        begun.await();
        assertEquals("other", connect(server).call(1, "work", "other"));
        release.countDown();
        assertEquals("block", peer.answer(id + 2));
        assertEquals("behind", peer.answer(id + 4));
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

    /** Calls of one method take from nothing to a few milliseconds, in batches; each seed is a run of its own. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverHandlersTakeEachCallIsAnsweredOnce(long seed) throws IOException {
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "mixed", request -> {
            long nanos = Long.parseLong(new String(request.payload(), StandardCharsets.UTF_8));
            if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
            return request.payload();
        })));
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int calls = 1 + random.nextInt(60);
            boolean slow = random.nextInt(10) == 0;
            byte[][] batch = new byte[calls][];
            BitSet open = new BitSet();
            for (int i = 0; i < calls; i++) {
                long nanos = slow && random.nextInt(20) == 0 ? random.nextInt(6_000_000) : 0;
                batch[i] = Bytes.call(nextId(), "mixed", Bytes.of(String.valueOf(nanos)));
                open.set(lastStreamId);
            }
            peer.send(batch);
            for (int i = 0; i < calls; i++) {
                RawPeer.Received received = peer.next();
                assertTrue(received.response().orElseThrow().status().isOk(), received::toString);
                assertTrue(open.get(received.streamId()), received::toString);
                open.clear(received.streamId());
            }
        }
    }
}
