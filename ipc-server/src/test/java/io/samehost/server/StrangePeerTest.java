package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.TcpAddress;
import io.samehost.fixture.Background;
import io.samehost.fixture.OpenDescriptors;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do not speak ttrpc, stop speaking, come and go, or do not read: all others are served as before. */
final class StrangePeerTest extends ServerFixture {
    private static final Duration SHORT = Duration.ofMillis(100);

    @ParameterizedTest
    @ValueSource(
            strings = {"G", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n", "\u0016\u0003\u0001"
            })
    void httpAndTlsAreClosedAtOnceWithoutAWord(String hello) throws IOException {
        Server server = start();
        RawPeer stranger = connect(server);
        stranger.send(Bytes.of(hello));
        stranger.expectEnd();
        assertEquals("next", connect(server).call(1, "echo", "next"));
    }

    @Test
    void garbageEndsItsConnectionAndHarmsNoOther() throws IOException {
        Server server = start();
        Random random = new Random(2026);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[1 + random.nextInt(2000)];
            random.nextBytes(garbage);
            garbage[0] = 0;
            try (RawPeer stranger = RawPeer.connect(server.addresses().get(0))) {
                stranger.send(garbage);
            }
        }
        assertEquals("next", connect(server).call(1, "work", "next"));
        Awaitility.await().until(() -> server.connectionCount() == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 15})
    void silenceInTheMiddleOfAFrameEndsTheConnectionAndSilenceElsewhereDoesNot(int sentBytes) throws IOException {
        Server server = start(builder().messageTimeout(SHORT));
        RawPeer patient = connect(server);
        patient.call(1, "echo", "before");
        RawPeer stuck = connect(server);
        stuck.send(Arrays.copyOf(Bytes.call(1, "echo", Bytes.of("never complete")), sentBytes));
        stuck.expectEnd();
        assertEquals("after", patient.call(3, "echo", "after"));
    }

    @Test
    void anIdleConnectionIsClosedAndABusyOneIsNot() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        Server server =
                start(builder().idleTimeout(SHORT).handleServerStream(Bytes.SERVICE, "wait", (value, answers) -> {
                    answers.send(Bytes.of("begun"));
                    release.await();
                    answers.send(Bytes.of("done"));
                }));
        RawPeer busy = connectInTime(server, "wait", peer -> peer.message(1));
        RawPeer idle = connectInTime(server, "echo", peer -> peer.answer(1));
        idle.expectEnd();
        release.countDown();
        assertEquals("done", busy.message(1));
    }

    /** A peer that has been answered. On a busy machine it may be idle for too long before it sends: then another one is. */
    private RawPeer connectInTime(Server server, String method, Answer answer) throws IOException {
        while (true) {
            RawPeer peer = connect(server);
            try {
                peer.send(Bytes.call(1, method, new byte[0]));
                answer.from(peer);
                return peer;
            } catch (IOException e) {
                peer.close();
            }
        }
    }

    private interface Answer {
        String from(RawPeer peer) throws IOException;
    }

    @Test
    void aThousandConnectionsLeaveNoDescriptorBehind() throws IOException {
        boolean identifiedSlowly = address() instanceof TcpAddress; // by the kernel's list of all connections
        Server server = start();
        comeAndGo(server, 50); // opens what stays open
        long before = OpenDescriptors.count();
        comeAndGo(server, identifiedSlowly ? 100 : 1000);
        Awaitility.await().until(() -> OpenDescriptors.count() <= before + 10); // further loops may have started
        assertEquals("next", connect(server).call(1, "echo", "next"));
    }

    private static void comeAndGo(Server server, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (RawPeer peer = RawPeer.connect(server.addresses().get(0))) {
                if (i % 10 == 0) {
                    peer.call(1, "work", "hello");
                } else if (i % 10 == 1) {
                    peer.send(new byte[] {0, 0, 0});
                }
                peer.reset();
            }
        }
        Awaitility.await().until(() -> server.connectionCount() == 0);
    }

    @Test
    void aPeerThatDoesNotReadIsNotReadFromAndLaterGetsEverything() throws Exception {
        int calls = 2000;
        AtomicInteger handled = new AtomicInteger();
        Server server = start(builder().handleInline(Bytes.SERVICE, "big", request -> {
            handled.incrementAndGet();
            return new byte[16 * 1024];
        }));
        RawPeer peer = connect(server);
        CompletableFuture<Void> sender = Background.run(() -> sendCalls(peer, calls));
        Awaitility.await().until(() -> handled.get() >= 8);
        RawPeer other = connect(server);
        for (int i = 0; i < 100; i++) {
            assertEquals("other", other.call(2 * i + 1, "work", "other"));
        }
        assertTrue(handled.get() < calls / 2, () -> "handled=" + handled);
        for (int i = 0; i < calls; i++) {
            assertEquals(16 * 1024, peer.answer(2 * i + 1).length());
        }
        sender.get();
    }

    private static void sendCalls(RawPeer peer, int calls) {
        try {
            for (int i = 0; i < calls; i++) {
                peer.send(Bytes.call(2 * i + 1, "big", new byte[100]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
