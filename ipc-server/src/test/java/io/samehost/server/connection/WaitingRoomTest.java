package io.samehost.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.server.fixture.RawPeer;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WaitingRoomTest {
    private static final int CONNECTIONS = 16;
    private static final int SEATS = 4;

    private final StubbornLookup lookup = new StubbornLookup();
    private final Semaphore places = new Semaphore(CONNECTIONS);
    private final BlockingQueue<Optional<PeerCredentials>> ledOn = new LinkedBlockingQueue<>();
    private final AtomicInteger timesRoomAgain = new AtomicInteger();
    private final List<RawPeer> peers = new ArrayList<>();
    private final WaitingRoom<Driver> room = new WaitingRoom<>(CONNECTIONS, lookup, this::leadOn, this::hasRoomAgain);
    private ListeningSocket listening;
    private volatile int timesWithoutMemory;
    private boolean hasRoom = true;

    @BeforeEach
    void listen() throws IOException {
        listening = Transports.listen(Address.parse("tcp:127.0.0.1:0"), ListenOptions.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        lookup.answer(CONNECTIONS);
        room.close();
        for (RawPeer peer : peers) {
            peer.close();
        }
        listening.close();
        assertEquals(CONNECTIONS, places.availablePermits());
    }

    private void hasRoomAgain() {
        if (timesRoomAgain.incrementAndGet() <= timesWithoutMemory) {
            throw new OutOfMemoryError("no memory");
        }
    }

    private void leadOn(Newcomer<Driver> newcomer, Optional<PeerCredentials> peer) {
        ledOn.add(peer);
        newcomer.leave();
    }

    private RawPeer enter() throws IOException {
        RawPeer peer = RawPeer.connect(listening.address());
        peers.add(peer);
        Newcomer<Driver> newcomer = new Newcomer<>(places, listening.address(), new NoDriver());
        newcomer.awaitPlace();
        assertTrue(newcomer.accept(listening::accept));
        hasRoom = room.enter(newcomer);
        return peer;
    }

    private void enterAndAwaitLookup() throws IOException {
        enter();
        Awaitility.await().until(() -> lookup.asked().size() == 1);
    }

    private static final class NoDriver implements Driver {
        @Override
        public void awaitWritable() {}

        @Override
        public void resume() {}

        @Override
        public boolean lend() {
            return false;
        }

        @Override
        public void returned() {}

        @Override
        public void closed(AcceptedConnection connection) {}
    }

    @Test
    void thoseWhoComeDuringALookUpAreAskedForTogether() throws Exception {
        enterAndAwaitLookup();
        enter();
        enter();
        enter();
        lookup.answer(2);
        for (int i = 0; i < 4; i++) {
            assertTrue(ledOn.take().isPresent());
        }
        assertEquals(List.of(1, 3), lookup.asked());
    }

    @Test
    void aFullRoomSaysWhenItHasRoomAgain() throws Exception {
        enterAndAwaitLookup();
        for (int i = 0; i < SEATS; i++) {
            assertTrue(hasRoom);
            enter();
        }
        assertFalse(hasRoom);
        assertEquals(0, timesRoomAgain.get());
        lookup.answer(1);
        room.awaitRoom();
        Awaitility.await().until(() -> timesRoomAgain.get() == 1);
    }

    @Test
    void aFullRoomThatCannotSayThatItHasRoomAgainSaysItLater() throws Exception {
        timesWithoutMemory = 2;
        enterAndAwaitLookup();
        for (int i = 0; i < SEATS; i++) {
            enter();
        }
        lookup.answer(1);
        Awaitility.await().until(() -> timesRoomAgain.get() == 3);
    }

    @Test
    void whoLeavesWhileWaitingIsNobody() throws Exception {
        enterAndAwaitLookup();
        enter().reset();
        enter();
        lookup.answer(2);
        assertTrue(ledOn.take().isPresent());
        assertTrue(ledOn.take().isEmpty());
        assertTrue(ledOn.take().isPresent());
    }

    @Test
    void withoutMemoryThoseWhoWereAskedForAreSentAwayAndOthersAreServed() throws Exception {
        lookup.failNext(new OutOfMemoryError("no memory"));
        lookup.answer(1);
        enter().expectEnd();
        lookup.answer(1);
        enter();
        assertTrue(ledOn.take().isPresent());
    }

    @Test
    void withoutDescriptorsTheLastOneGivesItsOwnAndTheOthersAreServed() throws Exception {
        enterAndAwaitLookup();
        enter();
        RawPeer last = enter();
        lookup.answer(1);
        assertTrue(ledOn.take().isPresent());
        lookup.failNext(new IOException("too many open files"));
        lookup.answer(2);
        assertTrue(ledOn.take().isPresent());
        last.expectEnd();
        assertEquals(List.of(1, 2, 1), lookup.asked());
    }

    @Test
    void aClosedRoomSendsEverybodyAway() throws Exception {
        enterAndAwaitLookup();
        RawPeer waiting = enter();
        Thread closing = new Thread(room::close);
        closing.start();
        Awaitility.await().until(room::isClosed);
        enter().expectEnd();
        lookup.answer(1);
        closing.join();
        waiting.expectEnd();
        assertTrue(ledOn.take().isPresent());
    }
}
