package io.samehost.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that have been quick so often that they may run on the reading thread, and then are not. */
final class QuickHandlerTest extends QuickHandlerFixture {
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
