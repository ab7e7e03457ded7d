package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.fixture.Background;
import io.samehost.fixture.Way;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A server that closes its connections: which calls are sent again, and which are not. */
final class LostConnectionTest extends BareServerFixture {
    /** Part of a server. */
    private interface Part {
        void play(SocketChannel channel) throws Exception;
    }

    /** Plays a part of a server with the client's next connection. */
    private CompletableFuture<Void> serve(Part part) {
        return Background.run(() -> {
            try (SocketChannel channel = socket.channel().accept()) {
                part.play(channel);
            }
        });
    }

    @Test
    void aResetInTheMiddleOfAnAnswerEndsTheCallAndTheNextOneConnectsAgain() {
        var first = serve(channel -> {
            write(channel, frames(header(100, 1, TYPE_RESPONSE), 1));
            if (way == Way.TCP_IPV4 || way == Way.TCP_IPV6) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            readRequest(channel);
        });
        assertThrows(ConnectionClosedException.class, () -> client.call("s", "m", NO_BYTES));
        assertDoesNotThrow(() -> first.get(20, TimeUnit.SECONDS));

        var unused = serve(channel -> {
            readRequest(channel);
            answer(channel, 1, new byte[] {7});
        });
        byte[] next = assertAnswered();
        assertArrayEquals(new byte[] {7}, next);
    }

    private byte[] assertAnswered() {
        try {
            return client.call("s", "m", NO_BYTES);
        } catch (IOException | CallException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCallThatFindsItsConnectionClosedBeforeAByteWasTakenIsSentOverAnother() throws Exception {
        Assumptions.assumeTrue(
                way != Way.TCP_IPV4 && way != Way.TCP_IPV6, "TCP takes bytes for a server that has closed");
        for (int i = 0; i < 20; i++) {
            serve(channel -> {}).get(20, TimeUnit.SECONDS);
            CompletableFuture<Void> second = serve(channel -> {
                readRequest(channel);
                answer(channel, 1, new byte[] {7});
            });
            boolean async = i % 2 == 0;
            assertArrayEquals(
                    new byte[] {7},
                    async
                            ? client.callAsync("s", "m", NO_BYTES).get(20, TimeUnit.SECONDS)
                            : client.call("s", "m", NO_BYTES));
            second.get(20, TimeUnit.SECONDS);
            client.close();
            client = Client.connect(socket.address());
        }
    }

    @Test
    void aCallThatWasReadIsNeverSentAgain() throws Exception {
        CompletableFuture<Void> first = serve(BareServerFixture::readRequest);

        ConnectionClosedException lost =
                assertThrows(ConnectionClosedException.class, () -> client.call("s", "m", new byte[3]));
        assertFalse(lost.isNotProcessed());
        first.get(20, TimeUnit.SECONDS);
        socket.channel().configureBlocking(false);
        assertNull(socket.channel().accept());
    }

    @Test
    void aCallThatWasNotReadToItsEndIsSentOverAnotherConnectionWhereTheSystemTells() throws Exception {
        Assumptions.assumeTrue(way == Way.UNIX_JDK);
        CompletableFuture<Void> first = serve(channel -> {
            assertEquals(1, channel.read(ByteBuffer.allocateDirect(1)));
        });
        CompletableFuture<Void> second = first.thenCompose(unused -> serve(channel -> {
            readRequest(channel);
            answer(channel, 1, new byte[] {7});
        }));

        assertArrayEquals(new byte[] {7}, client.call("s", "m", new byte[3]));
        second.get(20, TimeUnit.SECONDS);
    }

    @Test
    void ofSeveralCallsNoneIsSentAgainSinceOneMayHaveBeenRead() throws Exception {
        CompletableFuture<byte[]> one = client.callAsync("s", "m", new byte[3]);
        CompletableFuture<byte[]> other = client.callAsync("s", "m", new byte[3]);
        serve(channel -> {}).get(20, TimeUnit.SECONDS);

        assertThrows(ExecutionException.class, () -> one.get(20, TimeUnit.SECONDS));
        assertThrows(ExecutionException.class, () -> other.get(20, TimeUnit.SECONDS));
        socket.channel().configureBlocking(false);
        assertNull(socket.channel().accept());
    }
}
