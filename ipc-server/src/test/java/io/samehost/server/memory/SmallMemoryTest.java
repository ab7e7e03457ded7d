package io.samehost.server.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.fixture.Background;
import io.samehost.fixture.Way;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.raw.EchoService;
import io.samehost.transport.Transports;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All peers of a server together have a bounded part of its memory, and those that hold none of it are served. */
final class SmallMemoryTest extends ServerFixture {
    private static final int BUDGET_BYTES = 1 << 20;
    private static final int PEERS = 5;
    private static final byte[] LARGE = new byte[700_000];

    @BeforeEach
    void useOneWay() {
        assumeTrue(setup.way() == Way.UNIX_JDK, "memory is counted the same way over every transport");
    }

    private ServerBuilder small() {
        return builder().memoryBudget(BUDGET_BYTES).socketBuffers(64 * 1024);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with its peer
    private RawPeer sendInBackground(Server server, byte[]... parts) throws IOException {
        RawPeer peer = connect(server);
        Background.run(() -> peer.send(parts)); // fails if the server gives the peer up, or the test closes it
        return peer;
    }

    @Test
    void peersThatReadNoAnswersHoldUpNoSmallCallAndLargeOnesNotForEver() throws Exception {
        Server server = start(small());
        for (int i = 0; i < PEERS; i++) {
            sendInBackground(
                    server,
                    Bytes.call(1, "echo", LARGE),
                    Bytes.call(3, "work", LARGE),
                    Bytes.call(5, "echo", LARGE),
                    Bytes.call(7, "echo", LARGE));
        }
        RawPeer good = connect(server);
        for (int id = 1; id < 200; id += 2) {
            assertEquals("small", good.call(id, "work", "small"));
        }
        sendInBackground(server, Bytes.call(1, "echo", LARGE)).answer(1);
    }

    @Test
    void halvesOfLargeRequestsDoNotWaitForEachOther() throws Exception {
        Server server = start(small());
        byte[] request = Bytes.call(1, "work", LARGE);
        List<CompletableFuture<Void>> sending = new ArrayList<>();
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            RawPeer peer = connect(server);
            peer.send(Arrays.copyOf(request, 20_000));
            peers.add(peer);
        }
        for (RawPeer peer : peers) {
            sending.add(Background.run(() -> {
                peer.send(Arrays.copyOfRange(request, 20_000, request.length));
                peer.answer(1);
            }));
        }
        for (CompletableFuture<Void> each : sending) {
            each.get(15, TimeUnit.SECONDS);
        }
    }

    @Test
    void peersThatNeverSendTheRestOfALargeRequestGiveTheirMemoryUp() throws Exception {
        Server server = start(small());
        byte[] request = Bytes.call(1, "echo", LARGE);
        for (int i = 0; i < PEERS; i++) {
            sendInBackground(server, Arrays.copyOf(request, request.length - 1));
        }
        assertEquals("small", connect(server).call(1, "echo", "small"));
        sendInBackground(server, request).answer(1);
    }

    /** Together they hold more than the reserve could make good, so that none can be read to its end. */
    @Test
    void peersThatAreGoneWhileNothingWasReadForWantOfMemoryAreForgotten() throws Exception {
        Server server = start(builder().memoryBudget(8 << 20));
        byte[] half = Arrays.copyOf(Bytes.call(1, "echo", new byte[4_000_000]), 2_000_000);
        List<SocketChannel> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                peers.add(Transports.connect(server.addresses().get(0), TimeUnit.SECONDS.toNanos(20)));
            }
            sendAtOnce(peers, half);
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
        RawPeer busy = connect(server); // others go on: what they hold comes and goes
        AtomicInteger id = new AtomicInteger(1);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> {
                    assertEquals("small", busy.call(id.getAndAdd(2), "echo", "small"));
                    return server.connectionCount() == 1;
                });
    }

    /** Sends in turn, until no socket has taken anything for a while. */
    private static void sendAtOnce(List<SocketChannel> peers, byte[] bytes) throws IOException {
        List<ByteBuffer> rests = new ArrayList<>();
        for (SocketChannel peer : peers) {
            peer.configureBlocking(false);
            rests.add(ByteBuffer.wrap(bytes));
        }
        long movedNanos = System.nanoTime();
        while (System.nanoTime() - movedNanos < TimeUnit.MILLISECONDS.toNanos(300)) {
            for (int i = 0; i < peers.size(); i++) {
                if (peers.get(i).write(rests.get(i)) > 0) {
                    movedNanos = System.nanoTime();
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void requestsOfHandlersAtWorkCount() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Server server = start(small().handle(Bytes.SERVICE, "wait", request -> {
            mayEnd.await();
            return new byte[0];
        }));
        try {
            for (int i = 0; i < PEERS; i++) {
                sendInBackground(server, Bytes.call(1, "wait", LARGE), Bytes.call(3, "wait", LARGE));
            }
            Awaitility.await().until(() -> server.callsInFlight() > 0);
            assertEquals("small", connect(server).call(1, "echo", "small"));
            // a megabyte, and the reserve of four
            assertTrue(server.callsInFlight() <= (BUDGET_BYTES + (4 << 20)) / LARGE.length + 1);
        } finally {
            mayEnd.countDown();
        }
        Awaitility.await().until(() -> server.callsInFlight() == 0);
    }

    @Test
    void answersBeyondAllBoundsAreRefused() throws Exception {
        byte[] huge = new byte[3 << 20];
        CountDownLatch mayEnd = new CountDownLatch(1);
        Server server = start(small().handle(Bytes.SERVICE, "huge", request -> {
            mayEnd.await();
            return huge;
        }));
        RawPeer greedy = connect(server);
        for (int id = 1; id < 40; id += 2) {
            greedy.send(Bytes.call(id, "huge", new byte[0]));
        }
        Awaitility.await().until(() -> server.callsInFlight() == 20);
        mayEnd.countDown();
        Awaitility.await().until(() -> server.callsInFlight() == 0);
        int refused = 0;
        for (int i = 0; i < 20; i++) {
            StatusCode code = greedy.next().response().orElseThrow().status().code();
            refused += code == StatusCode.RESOURCE_EXHAUSTED ? 1 : 0;
        }
        assertTrue(refused >= 16, "refused=" + refused);
    }

    @Test
    void theEchoOfBytesCountsToo() throws Exception {
        Server server = start(Server.builder()
                .listen(address())
                .engine(setup.engine())
                .memoryBudget(100_000)
                .socketBuffers(64 * 1024)
                .raw(new EchoService()));
        for (int i = 0; i < PEERS; i++) {
            sendInBackground(server, LARGE);
        }
        RawPeer good = connect(server);
        good.send(Bytes.of("hello"));
        good.expectBytes(Bytes.of("hello"));
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> builder().memoryBudget(0));
        assertEquals("memoryBudget must be positive: memoryBudget=0", refused.getMessage());
    }
}
