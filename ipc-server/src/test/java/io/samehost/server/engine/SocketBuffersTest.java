package io.samehost.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.connection.AcceptedConnection;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.raw.EchoService;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sizes that a server asks the system for. */
final class SocketBuffersTest extends ServerFixture {
    private static final int BUFFER_BYTES = 20_000;

    @Test
    void everyConnectionHasTheSizesAskedFor() throws Exception {
        CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
        Server server = start(Server.builder()
                .listen(address())
                .engine(setup.engine())
                .socketBuffers(BUFFER_BYTES)
                .raw(connection -> {
                    accepted.complete(((AcceptedConnection) connection).channel());
                    return new EchoService().open(connection);
                }));
        connect(server);
        assertHas(accepted.get(), StandardSocketOptions.SO_SNDBUF);
        assertHas(accepted.get(), StandardSocketOptions.SO_RCVBUF);
    }

    /** Providers tell the same size in different ways, so it is set once more and has to stay what it was. */
    private static void assertHas(SocketChannel channel, SocketOption<Integer> buffer) throws IOException {
        int told = channel.getOption(buffer);
        channel.setOption(buffer, BUFFER_BYTES);
        assertEquals(channel.getOption(buffer), told, buffer::name);
    }

    @Test
    void aMessageLargerThanBuffersIsAnswered() throws IOException {
        String large = "x".repeat(20 * BUFFER_BYTES);
        RawPeer peer = connect(start(builder().socketBuffers(BUFFER_BYTES)));
        assertEquals(large, peer.call(1, "echo", large));
        assertEquals(large, peer.call(3, "work", large));
    }

    @Test
    void thoseOfDatagramsCannotBeSet() {
        ServerBuilder builder =
                builder().listen("udp:127.0.0.1:0").allowAnyUser().socketBuffers(BUFFER_BYTES);
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, builder::start);
        assertEquals(
                "socket buffers are for streams: address=udp:127.0.0.1:0 socketBufferBytes=20000,"
                        + " use a server of its own for datagrams",
                refusal.getMessage());
    }

    @Test
    void sizesThatHoldNothingAreRefused() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> builder().socketBuffers(0));
        assertEquals("socketBuffers must be positive: socketBuffers=0", refusal.getMessage());
    }
}
