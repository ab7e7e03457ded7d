package io.samehost.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.server.Server;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.session.Connection;
import io.samehost.server.session.RawService;
import io.samehost.server.turn.Delivery;
import io.samehost.server.turn.HandlerPace;
import io.samehost.server.turn.ReadingTurn;
import io.samehost.server.turn.Turn;
import io.samehost.server.turn.TurnSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bug in one session ends its connection, whenever it shows, and harms no other. */
final class FailingSessionTest extends ServerFixture {
    private static final int FAIL = 1;
    private static final int KEEP_THE_THREAD = 2;
    private static final int FAIL_WHEN_THE_SERVER_CLOSES = 3;
    private static final int LEAVE_AN_INTERRUPT = 4;

    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void releaseAll() {
        release.countDown();
    }

    private Server startFailing() throws IOException {
        return start(setup.choose(Server.builder()).listen(address()).raw(Failing::new));
    }

    /** Sends back what it gets, unless the last byte asks for something else. */
    private final class Failing implements TurnSession {
        private final Connection connection;
        private volatile boolean failsLater;
        private boolean failed;

        Failing(Connection connection) {
            this.connection = connection;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public Delivery received(ByteBuffer in, ReadingTurn turn) {
            int last = in.get(in.limit() - 1);
            if (last == FAIL) {
                fail();
            } else if (last == KEEP_THE_THREAD) {
                in.position(in.limit());
                turn.enterHandler(new HandlerPace(), this::fail);
                awaitRelease();
                return turn.leaveHandler() == Turn.LOST ? Delivery.TURN_LOST : Delivery.ALL_TAKEN;
            } else {
                failsLater = last == FAIL_WHEN_THE_SERVER_CLOSES;
                connection.output().append(in);
                connection.flush();
            }
            if (last == LEAVE_AN_INTERRUPT) {
                Thread.currentThread().interrupt();
            }
            return Delivery.ALL_TAKEN;
        }

        private void fail() {
            failed = true;
            throw new IllegalStateException("a bug");
        }

        private void awaitRelease() {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void inputEnded() {
            connection.finish();
        }

        @Override
        public void drain() {
            if (failsLater) {
                fail();
            }
            connection.finish();
        }

        @Override
        public void closed() {
            if (failed) {
                throw new IllegalStateException("another bug");
            }
        }
    }

    private static void assertEchoes(RawPeer peer) throws IOException {
        peer.send(Bytes.message(1, Bytes.of("echo")));
        assertEquals("echo", peer.message(1));
    }

    @Test
    void aSessionThatFailsAtItsInputAndAtItsEndHarmsNoOther() throws IOException {
        Server server = startFailing();
        RawPeer other = connect(server);
        assertEchoes(other);
        RawPeer peer = connect(server);
        peer.send(new byte[] {FAIL});
        peer.expectEnd();
        assertEchoes(other);
        assertEchoes(connect(server));
        Awaitility.await().until(() -> server.connectionCount() == 2);
    }

    @Test
    void anInterruptThatASessionLeavesHarmsNoConnection() throws IOException {
        Server server = startFailing();
        RawPeer other = connect(server);
        assertEchoes(other);
        RawPeer peer = connect(server);
        peer.send(Bytes.message(1, new byte[] {LEAVE_AN_INTERRUPT}));
        assertEquals(1, peer.message(1).length());
        assertEchoes(other);
        assertEchoes(peer);
        assertEchoes(connect(server));
    }

    @Test
    void anInterruptThatAServiceLeavesKeepsNobodyOut() throws IOException {
        RawService service = connection -> {
            Thread.currentThread().interrupt();
            return new Failing(connection);
        };
        Server server = start(setup.choose(Server.builder()).listen(address()).raw(service));
        for (int i = 0; i < 3; i++) {
            assertEchoes(connect(server));
        }
    }

    @Test
    void aSessionThatFailsWhenAnotherThreadReadsOnHarmsNoOther() throws IOException {
        Server server = startFailing();
        RawPeer other = connect(server);
        assertEchoes(other);
        RawPeer peer = connect(server);
        peer.send(new byte[] {KEEP_THE_THREAD});
        peer.expectEnd();
        assertEchoes(other);
        assertEchoes(connect(server));
        Awaitility.await().until(() -> server.connectionCount() == 2);
    }

    @Test
    void aSessionThatFailsWhenTheServerClosesKeepsItFromNothing() throws IOException {
        Server server = startFailing();
        RawPeer peer = connect(server);
        peer.send(Bytes.message(1, new byte[] {FAIL_WHEN_THE_SERVER_CLOSES}));
        assertEquals(1, peer.message(1).length());
        server.close(Duration.ZERO);
        assertEquals(0, server.connectionCount());
        Awaitility.await().until(() -> threadsOfServers().isEmpty());
    }
}
