package io.samehost.client.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream whose connection is there, and that cannot have what else it needs. */
final class StreamChannelTest {
    private final IOException tooMany = new IOException("too many open files");
    private final List<Selector> opened = new ArrayList<>();
    private SocketChannel channel;

    @BeforeEach
    void openChannel() throws IOException {
        channel = SocketChannel.open();
    }

    @AfterEach
    void closeAll() throws IOException {
        channel.close();
        for (Selector selector : opened) {
            selector.close();
        }
    }

    private Selector open() throws IOException {
        Selector selector = Selector.open();
        opened.add(selector);
        return selector;
    }

    private Selector openFirst() throws IOException {
        if (!opened.isEmpty()) {
            throw tooMany;
        }
        return open();
    }

    private Selector openClosed() throws IOException {
        Selector selector = open();
        if (opened.size() > 1) {
            selector.close();
        }
        return selector;
    }

    private void assertAllClosed() {
        assertFalse(channel.isOpen());
        assertTrue(opened.stream().noneMatch(Selector::isOpen));
    }

    @Test
    void withoutItsFirstSelectorItLeavesNothingOpen() {
        assertSame(
                tooMany,
                assertThrows(
                        IOException.class,
                        () -> StreamChannel.over(channel, () -> {
                            throw tooMany;
                        })));
        assertAllClosed();
    }

    @Test
    void withoutItsSecondSelectorItLeavesNothingOpen() {
        assertSame(tooMany, assertThrows(IOException.class, () -> StreamChannel.over(channel, this::openFirst)));
        assertEquals(1, opened.size());
        assertAllClosed();
    }

    @Test
    void ifItCannotBeRegisteredItLeavesNothingOpen() {
        assertThrows(ClosedSelectorException.class, () -> StreamChannel.over(channel, this::openClosed));
        assertEquals(2, opened.size());
        assertAllClosed();
    }

    /** Another thread may have closed it a moment ago. */
    @Test
    void waitingOnAClosedOneFailsAsAnyClosedChannelDoes() throws IOException {
        StreamChannel closed = StreamChannel.over(channel, this::open);
        closed.close();
        assertThrows(IOException.class, () -> closed.awaitReadable(1));
        assertThrows(IOException.class, () -> closed.awaitWritable(true, 1));
    }

    @Test
    void closingItClosesWhatItTookOver() throws IOException {
        StreamChannel.over(channel, this::open).close();
        assertEquals(2, opened.size());
        assertAllClosed();
    }
}
