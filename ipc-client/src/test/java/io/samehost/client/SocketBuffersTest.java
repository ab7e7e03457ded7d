package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.server.Server;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sizes that both ends ask the system for. */
final class SocketBuffersTest extends ClientFixture {
    private static final int BUFFER_BYTES = 20_000;
    private static final ClientConfig CONFIG = ClientConfig.DEFAULT.withSocketBuffers(BUFFER_BYTES);

    @Test
    void everyConnectionHasTheSizesAskedFor() throws IOException {
        Server server = start(builder());
        SocketChannel channel =
                keep(new Connector(server.addresses().get(0), CONFIG).connect(TimeUnit.SECONDS.toNanos(5)));
        assertHas(channel, StandardSocketOptions.SO_SNDBUF);
        assertHas(channel, StandardSocketOptions.SO_RCVBUF);
    }

    /** Providers tell the same size in different ways, so it is set once more and has to stay what it was. */
    private static void assertHas(SocketChannel channel, SocketOption<Integer> buffer) throws IOException {
        int told = channel.getOption(buffer);
        channel.setOption(buffer, BUFFER_BYTES);
        assertEquals(channel.getOption(buffer), told, buffer::name);
    }

    @Test
    void callsLargerThanBuffersAreAnswered() throws Exception {
        Client client = connect();
        byte[] large = new byte[20 * BUFFER_BYTES];
        large[0] = 'x';
        assertArrayEquals(large, client.call(SERVICE, "echo", large));
        assertArrayEquals(large, client.callAsync(SERVICE, "work", large).get());
    }

    @Test
    void streamsOfMoreThanBuffersHoldComeThroughInBothDirections() throws Exception {
        byte[] message = new byte[BUFFER_BYTES];
        Client client = connect();
        try (ClientStream stream = client.stream(SERVICE, "doubled", NO_BYTES)) {
            for (int i = 0; i < 20; i++) {
                stream.send(message);
            }
            stream.closeSend();
            for (int i = 0; i < 40; i++) {
                assertArrayEquals(message, stream.receive().orElseThrow());
            }
            assertEquals(Optional.empty(), stream.receive());
        }
    }

    @Test
    void negativeSizesAreRefused() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ClientConfig.DEFAULT.withSocketBuffers(-1));
        assertEquals(
                "socket buffers cannot be negative: socketBufferBytes=-1, use 0 for what the system gives",
                refusal.getMessage());
    }

    private Client connect() throws IOException {
        Server server = start(builder().socketBuffers(BUFFER_BYTES).handleBidi(SERVICE, "doubled", stream -> {
            for (Optional<byte[]> message = stream.receive(); message.isPresent(); message = stream.receive()) {
                stream.send(message.get());
                stream.send(message.get());
            }
        }));
        return keep(Client.connect(server.addresses().get(0), CONFIG));
    }
}
