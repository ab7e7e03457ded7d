package io.samehost.client.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SpareSelectorTest {
    private static final SelectorProvider JDK = SelectorProvider.provider();

    private final SpareSelector spare = new SpareSelector();

    @Test
    void aSelectorThatWasGivenServesOneThatTakes() throws IOException {
        try (Selector first = spare.take(JDK)) {
            spare.give(first);
            assertSame(first, spare.take(JDK));
            assertTrue(first.isOpen());
            try (Selector other = spare.take(JDK)) {
                assertNotSame(first, other);
            }
        }
    }

    @Test
    void oneIsKeptAndAnyFurtherIsClosed() throws IOException {
        try (Selector first = spare.take(JDK);
                Selector second = spare.take(JDK)) {
            spare.give(first);
            spare.give(second);
            assertTrue(first.isOpen());
            assertFalse(second.isOpen());
        }
    }

    @Test
    void aSelectorLetsGoOfItsChannelWhenItIsGiven() throws IOException {
        Pipe pipe = Pipe.open();
        try (Selector selector = spare.take(JDK);
                Pipe.SinkChannel sink = pipe.sink()) {
            pipe.source().configureBlocking(false);
            pipe.source().register(selector, SelectionKey.OP_READ);
            assertEquals(1, sink.write(ByteBuffer.allocate(1)));
            pipe.source().close();
            selector.wakeup();
            spare.give(selector);
            assertTrue(selector.keys().isEmpty());
            assertEquals(0, spare.take(JDK).selectNow());
        }
    }
}
