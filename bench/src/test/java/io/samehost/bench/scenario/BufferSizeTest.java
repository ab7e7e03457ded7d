package io.samehost.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.bench.load.raw.Sockets;
import io.samehost.bench.load.raw.SpinningEcho;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BufferSizeTest {

    @ParameterizedTest
    @ValueSource(strings = {"default", "4k", "64k", "1M"})
    void isReadAsItIsWritten(String text) {
        assertEquals(text, BufferSize.parse(text).label());
    }

    @Test
    void whatIsNoSizeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> BufferSize.parse("large"));
    }

    @Test
    void sizesThatNoKernelGivesAreRefused() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> BufferSize.parse("1k"));
        assertEquals("socket buffers too small: size=1024, use at least 4k", refusal.getMessage());
    }

    @Test
    void spinningEndsHaveThemToo() throws IOException {
        BufferSize buffers = new BufferSize(20_000);
        try (SpinningEcho echo = SpinningEcho.start("tcp:127.0.0.1:0", buffers);
                SocketChannel channel = new Sockets(Wait.SPINNING, buffers).connect(echo.address())) {
            assertEquals(20_000, channel.getOption(StandardSocketOptions.SO_SNDBUF));
            assertEquals(20_000, channel.getOption(StandardSocketOptions.SO_RCVBUF));
        }
    }
}
