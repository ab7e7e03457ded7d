package io.samehost.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.Way;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.connection.StubbornLookup;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.raw.EchoService;
import io.samehost.server.report.Reports;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerPolicy;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread on which all connections depend outlives whatever goes wrong on it. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EventLoopTest {
    private final HandlerWatch watch = new HandlerWatch();
    private final StubbornLookup lookup = new StubbornLookup();
    private final OpenConnections connections =
            new OpenConnections(Duration.ZERO, Duration.ZERO, Duration.ZERO, MemoryBudget.ofHeap(), Reports.NONE);
    private TemporaryDirectory directory;

    @BeforeEach
    void begin() throws IOException {
        directory = new TemporaryDirectory();
        watch.start();
    }

    @AfterEach
    void closeAll() throws IOException {
        connections.closeAll();
        watch.close();
        directory.close();
    }

    private EventLoop start(Selector selector) {
        Admission admission =
                new Admission(PeerPolicy.sameUser(), lookup, ListenOptions.DEFAULT, new EchoService(), connections);
        EventLoop loop = new LoopGroup(
                        "test",
                        admission,
                        connections,
                        new Semaphore(10),
                        watch,
                        new LoopSettings(10, 1, Duration.ZERO))
                .add(selector);
        loop.start();
        return loop;
    }

    private ListeningSocket listen(Way way) throws IOException {
        return Transports.listen(way.in(directory.path()), ListenOptions.DEFAULT);
    }

    @Test
    void aTaskThatFailsKeepsNoOtherFromBeingDone() throws IOException {
        Selector selector = Selector.open();
        EventLoop loop = start(selector);
        try (ListeningSocket foreign = listen(Way.UNIX_ABSTRACT);
                ListeningSocket own = listen(Way.UNIX_JDK)) {
            loop.listen(foreign); // whose channel this selector does not take
            loop.listen(own);
            try (RawPeer peer = RawPeer.connect(own.address())) {
                peer.send(Bytes.message(1, Bytes.of("echo")));
                assertEquals("echo", peer.message(1));
            }
            loop.stopListening();
            assertFalse(own.channel().isOpen());
        }
        loop.close();
        loop.awaitEnd();
        assertFalse(selector.isOpen());
    }

    @Test
    void aPollThatFailsIsTriedAgain() throws IOException {
        try (BrokenSelector selector = new BrokenSelector()) {
            EventLoop loop = start(selector);
            Awaitility.await().until(selector.failures::isEmpty);
            loop.stopListening(); // returns once the loop has done it
            loop.close();
            loop.awaitEnd();
            assertFalse(selector.isOpen());
        }
    }

    /** Fails in every way at first, and then waits for a wake-up. */
    private static final class BrokenSelector extends AbstractSelector {
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>(List.of(
                new IOException("no poll"), new IllegalStateException("no poll"), new OutOfMemoryError("no poll")));
        private final Semaphore wakeUps = new Semaphore(0);

        BrokenSelector() {
            super(null);
        }

        @Override
        public int select(long timeoutMillis) throws IOException {
            if (failures.isEmpty()) {
                return await(timeoutMillis);
            }
            Throwable failure = failures.remove();
            if (failure instanceof IOException ofTheMachine) {
                throw ofTheMachine;
            } else if (failure instanceof RuntimeException bug) {
                throw bug;
            }
            throw (Error) failure;
        }

        private int await(long timeoutMillis) {
            try {
                wakeUps.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0;
        }

        @Override
        public Selector wakeup() {
            wakeUps.release();
            return this;
        }

        @Override
        public int select() {
            return 0;
        }

        @Override
        public int selectNow() {
            return 0;
        }

        @Override
        public Set<SelectionKey> keys() {
            return Set.of();
        }

        @Override
        public Set<SelectionKey> selectedKeys() {
            return new HashSet<>();
        }

        @Override
        protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseSelector() {}
    }
}
