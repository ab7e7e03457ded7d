package io.samehost.transport.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PollingTest {

    /** A set as junixsocket has it when its only key is closed after it was counted. */
    private static final class Shrinking extends AbstractSet<SelectionKey> {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Iterator<SelectionKey> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public Object[] toArray() {
            return new Object[1];
        }
    }

    /** A selector of nobody's that has just that. */
    private static final class Fake extends Selector {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public SelectorProvider provider() {
            return null;
        }

        @Override
        public Set<SelectionKey> keys() {
            return Set.of();
        }

        @Override
        public Set<SelectionKey> selectedKeys() {
            return new Shrinking();
        }

        @Override
        public int selectNow() {
            return 1;
        }

        @Override
        public int select(long timeout) {
            return 1;
        }

        @Override
        public int select() {
            return 1;
        }

        @Override
        public Selector wakeup() {
            return this;
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }

    @Test
    void aKeyThatIsClosedWhileTheKeysAreCopiedIsNotReported() throws Exception {
        List<SelectionKey> ready = new ArrayList<>();
        try (Selector selector = new Fake()) {
            assertEquals(0, Polling.select(selector, 0, ready::add));
            assertFalse(Polling.isReady(selector));
        }
        assertEquals(List.of(), ready);
    }

    @Test
    void aChannelIsReadyOnceItHasBytesAndUntilTheyAreRead() throws Exception {
        Pipe pipe = Pipe.open();
        try (Selector selector = Selector.open();
                Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            assertFalse(Polling.isReady(selector));
            sink.write(ByteBuffer.allocate(1));
            assertTrue(Polling.awaitReady(selector, Polling.FOREVER_NANOS));
            assertTrue(Polling.isReady(selector));
            source.read(ByteBuffer.allocate(1));
            assertFalse(Polling.isReady(selector));
        }
    }
}
