package io.samehost.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.fixture.Background;
import io.samehost.fixture.Way;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that take too long for a message, or do not read their answers: they do not hold their places for ever. */
final class StillPeerTest extends ServerFixture {
    private static final Duration SHORT = Duration.ofMillis(300);

    /** More than the buffers of these sockets take, and less than the largest message. */
    private static final byte[] LARGE = new byte[(4 << 20) - 1000];

    private static final int SMALL_BUFFER_BYTES = 64 * 1024;

    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @BeforeEach
    void useEachProviderAndTcp() {
        Set<Way> differ = EnumSet.of(Way.UNIX_JDK, Way.UNIX_JUNIXSOCKET, Way.TCP_IPV4);
        assumeTrue(differ.contains(setup.way()), "names and IPv6 change nothing, and each test here lasts for seconds");
    }

    @AfterEach
    void stop() {
        stopped.set(true);
    }

    /** Sends a byte at a time until the server closes. */
    private CompletableFuture<Void> trickle(RawPeer peer, byte[] bytes) {
        return Background.run(() -> {
            try {
                for (int i = 0; i < bytes.length && !stopped.get(); i++) {
                    peer.send(new byte[] {bytes[i]});
                    TimeUnit.MILLISECONDS.sleep(20); // the trouble itself, and not a wait for anything
                }
            } catch (IOException | InterruptedException e) {
                // the server has closed
            }
        });
    }

    @Test
    void aPeerThatSendsAMessageByteByByteIsGivenUp() throws Exception {
        Server server = start(builder().messageTimeout(SHORT));
        RawPeer peer = connect(server);
        assertEquals("first", peer.call(1, "echo", "first"));
        CompletableFuture<Void> sending = trickle(peer, Bytes.call(3, "echo", new byte[100_000]));
        Awaitility.await().until(() -> server.connectionCount() == 0);
        sending.get(10, TimeUnit.SECONDS);
    }

    private RawPeer askForMoreThanIsRead(Server server) throws IOException {
        RawPeer peer = connect(server);
        peer.send(Bytes.call(1, "large", new byte[0]));
        Awaitility.await().until(() -> answers.get() == 1 && server.callsInFlight() == 0);
        return peer;
    }

    private ServerBuilder builderOfLargeAnswers() {
        return builder().socketBuffers(SMALL_BUFFER_BYTES).handle(Bytes.SERVICE, "large", request -> {
            answers.incrementAndGet();
            return LARGE;
        });
    }

    /** The server ends it, and has all the time of its drain timeout. */
    @Test
    void aPeerThatDoesNotReadTheRestOfAConnectionThatEndsIsGivenUp() throws Exception {
        Server server = start(builderOfLargeAnswers().outputTimeout(SHORT));
        askForMoreThanIsRead(server);
        CompletableFuture<Void> closed = Background.run(() -> close(server));
        closed.get(10, TimeUnit.SECONDS);
    }

    private static void close(Server server) {
        try {
            server.close(Duration.ofMinutes(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anIdleTimeoutGivesUpAPeerThatDoesNotReadItsAnswers() throws Exception {
        Server server = start(builderOfLargeAnswers().idleTimeout(SHORT));
        askForMoreThanIsRead(server);
        Awaitility.await().until(() -> server.connectionCount() == 0);
    }

    @Test
    void aPeerThatHalfClosesAndDoesNotReadItsAnswersIsGivenUp() throws Exception {
        Server server = start(builderOfLargeAnswers().outputTimeout(SHORT));
        askForMoreThanIsRead(server).endOutput();
        Awaitility.await().until(() -> server.connectionCount() == 0);
    }

    @Test
    void aPeerThatDoesNotReadItsAnswersIsGivenUp() throws Exception {
        Server server = start(builderOfLargeAnswers().outputTimeout(SHORT));
        RawPeer peer = askForMoreThanIsRead(server);
        Awaitility.await().until(() -> server.connectionCount() == 0);
        assertThrows(IOException.class, () -> peer.response(1));
    }

    @Test
    void aPeerThatReadsSlowlyIsNotGivenUp() throws Exception {
        Server server = start(builderOfLargeAnswers().outputTimeout(Duration.ofSeconds(10)));
        RawPeer peer = askForMoreThanIsRead(server);
        assertEquals(LARGE.length, peer.answer(1).length());
        assertEquals(1, server.connectionCount());
    }

    @Test
    void aStreamToAPeerThatDoesNotReadEndsForItsHandlerToo() throws Exception {
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        Server server = start(builder()
                .socketBuffers(SMALL_BUFFER_BYTES)
                .outputTimeout(SHORT)
                .handleServerStream(Bytes.SERVICE, "endless", (request, out) -> {
                    try {
                        while (true) {
                            out.send(new byte[10_000]);
                        }
                    } catch (IOException | InterruptedException e) {
                        ended.complete(e);
                    }
                }));
        connect(server).send(Bytes.open(1, "endless"), Bytes.close(1));
        ended.get(10, TimeUnit.SECONDS);
        Awaitility.await().until(() -> server.connectionCount() == 0);
    }
}
