package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.ServerStream;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bounds on what one server, and one connection, takes on. */
final class LimitsTest extends ServerFixture {
    private static final byte[] NO_BYTES = {};

    @Test
    void beyondTheMostConnectionsAPeerWaitsUntilOneLeaves() throws IOException {
        AtomicInteger served = new AtomicInteger();
        Server server = start(builder().maxConnections(2).handleInline(Bytes.SERVICE, "count", request -> {
            served.incrementAndGet();
            return request.payload();
        }));
        RawPeer first = connect(server);
        RawPeer second = connect(server);
        first.call(1, "echo", "");
        second.call(1, "echo", "");
        RawPeer third = connect(server);
        third.send(Bytes.call(1, "count", Bytes.of("at last")));
        for (int i = 1; i < 50; i++) {
            assertEquals("more", first.call(2 * i + 1, "work", "more"));
        }
        assertEquals(2, server.connectionCount());
        assertEquals(0, served.get());
        second.close();
        assertEquals("at last", third.answer(1));
    }

    @Test
    void beyondTheMostCallsAtWorkAConnectionIsNotReadFrom() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Server server = start(builder().maxInFlight(4).handle(Bytes.SERVICE, "wait", request -> {
            begun.incrementAndGet();
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            release.await();
            atWork.decrementAndGet();
            return request.payload();
        }));
        RawPeer peer = connect(server);
        for (int i = 0; i < 20; i++) {
            peer.send(Bytes.call(2 * i + 1, "wait", NO_BYTES));
        }
        Awaitility.await().until(() -> begun.get() == 4);
        assertEquals("other", connect(server).call(1, "work", "other"));
        assertEquals(4, begun.get());
        release.countDown();
        for (int i = 0; i < 20; i++) {
            assertTrue(peer.next().response().orElseThrow().status().isOk());
        }
        assertTrue(most.get() <= 4, () -> "most=" + most);
    }

    @Test
    void streamsThatAreOpenGetTheirMessagesHoweverManyThereAre() throws IOException {
        Server server = start(builder().maxInFlight(1).handleClientStream(Bytes.SERVICE, "count", stream -> {
            int count = 0;
            while (stream.receive().isPresent()) {
                count++;
            }
            return Bytes.of("count=" + count);
        }));
        RawPeer peer = connect(server);
        peer.send(Bytes.open(1, "count"), Bytes.message(1, NO_BYTES), Bytes.message(1, Bytes.of("b")));
        peer.send(Bytes.close(1));
        assertEquals("count=2", peer.answer(1));
        assertEquals("next", peer.call(3, "work", "next"));
    }

    @Test
    void moreOpenStreamsThanCallsMayBeAtWorkAreRefused() throws IOException {
        Server server = start(builder().maxInFlight(2).handleBidi(Bytes.SERVICE, "wait", ServerStream::receive));
        RawPeer peer = connect(server);
        peer.send(Bytes.open(1, "wait"), Bytes.open(3, "wait"), Bytes.open(5, "wait"));
        String message = peer.refusal(5, StatusCode.RESOURCE_EXHAUSTED);
        assertTrue(message.contains("2"), message);
        peer.send(Bytes.close(1));
        peer.expectClose(1);
        peer.send(Bytes.close(3));
        peer.expectClose(3);
    }
}
