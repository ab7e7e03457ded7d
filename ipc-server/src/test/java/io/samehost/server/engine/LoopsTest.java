package io.samehost.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.ServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A server whose connections are spread over several loops. */
final class LoopsTest extends ServerFixture {
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    private ServerBuilder builder(int loops) {
        return Server.builder()
                .listen(address())
                .engine(EngineKind.LOOP)
                .loops(loops)
                .handleInline(Bytes.SERVICE, "echo", request -> {
                    threads.add(Thread.currentThread().getName());
                    return request.payload();
                });
    }

    private List<RawPeer> connect(Server server, int count) throws IOException {
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawPeer peer = connect(server);
            assertEquals("hello", peer.call(1, "echo", "hello"));
            peers.add(peer);
        }
        return peers;
    }

    /** Numbers of the loops that have run handlers. */
    private Set<String> numbers() {
        Set<String> numbers = new TreeSet<>();
        threads.forEach(name -> numbers.add(name.replaceFirst("^samehost-loop-(jdk|junixsocket)", "")));
        return numbers;
    }

    @Test
    void eachConnectionGoesToTheLoopThatHasFewest() throws Exception {
        Server server = start(builder(3));
        List<RawPeer> peers = connect(server, 3);
        assertEquals(Set.of("", "-2", "-3"), numbers());

        peers.get(1).close();
        peers.get(2).close();
        Awaitility.await().until(() -> server.connectionCount() == 1);
        threads.clear();
        connect(server, 2);
        assertEquals(Set.of("-2", "-3"), numbers());
    }

    @Test
    void oneAfterTheOtherIsServedByOneThread() throws Exception {
        Server server = start(builder(3));
        for (int i = 0; i < 5; i++) {
            connect(server, 1).get(0).close();
            Awaitility.await().until(() -> server.connectionCount() == 0);
        }
        assertEquals(Set.of(""), numbers());
        assertEquals(
                1,
                threadsOfServers().stream()
                        .filter(name -> name.startsWith("samehost-loop-"))
                        .count());
    }

    @Test
    void aHandlerThatKeepsItsLoopHoldsUpNobodyOnAnotherOne() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Server server = start(builder(2).handleInline(Bytes.SERVICE, "keep", request -> {
            begun.countDown();
            release.await();
            return request.payload();
        }));
        List<RawPeer> peers = connect(server, 2);
        peers.get(1).send(Bytes.call(3, "keep", Bytes.of("kept")));
        begun.await();
        assertEquals("hello", peers.get(0).call(3, "echo", "hello"));
        release.countDown();
        assertEquals("kept", peers.get(1).answer(3));
    }

    @Test
    void aServerThatClosesEndsTheConnectionsOfAllItsLoops() throws Exception {
        Server server = start(builder(3));
        List<RawPeer> peers = connect(server, 5);
        server.close(Duration.ofSeconds(5));
        for (RawPeer peer : peers) {
            assertTrue(peer.next().isGoodbye());
            peer.expectEnd();
        }
        Awaitility.await()
                .until(() -> threadsOfServers().stream().noneMatch(name -> name.startsWith("samehost-loop-")));
    }

    @Test
    void loopsAreForTheEngineThatHasThem() {
        ServerBuilder builder =
                Server.builder().listen(address()).loops(2).handle(Bytes.SERVICE, "work", ServerRequest::payload);
        String message =
                assertThrows(IllegalArgumentException.class, builder::start).getMessage();
        assertTrue(message.contains("engine=threads loops=2, use engine(loop)"), message);
        assertThrows(IllegalArgumentException.class, () -> builder.loops(0));
    }
}
