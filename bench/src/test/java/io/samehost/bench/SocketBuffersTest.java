package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketBuffersTest {

    @ParameterizedTest
    @ValueSource(strings = {"default", "4k", "64k", "1M"})
    void isReadAsItIsWritten(String text) {
        assertEquals(text, SocketBuffers.parse(text).label());
    }

    @Test
    void whatIsNoSizeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SocketBuffers.parse("large"));
    }

    @Test
    void sizesThatNoKernelGivesAreRefused() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> SocketBuffers.parse("1k"));
        assertEquals("socket buffers too small: size=1024; use at least 4k", refusal.getMessage());
    }

    @Test
    void spinningEndsHaveThemToo() throws IOException {
        SocketBuffers buffers = new SocketBuffers(20_000);
        try (SpinningEcho echo = SpinningEcho.start("tcp:127.0.0.1:0", buffers);
                SocketChannel channel = new Sockets(Wait.SPINNING, buffers).connect(echo.address())) {
            assertEquals(20_000, channel.getOption(StandardSocketOptions.SO_SNDBUF));
            assertEquals(20_000, channel.getOption(StandardSocketOptions.SO_RCVBUF));
        }
    }
}
