package io.samehost.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.Way;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.report.Reports;
import io.samehost.server.session.Connection;
import io.samehost.server.turn.Delivery;
import io.samehost.server.turn.HandlerPace;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.server.turn.ReadingTurn;
import io.samehost.server.turn.Turn;
import io.samehost.server.turn.TurnSession;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerPolicy;
import io.samehost.transport.system.Polling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop step by step, without its thread: the test polls, works, and looks in the place of the watch. */
@Timeout(20)
final class LoopStepsTest {
    private static final int PLACES = 2;

    private final HandlerWatch watch = new HandlerWatch();
    private final Semaphore places = new Semaphore(PLACES);
    private final OpenConnections connections =
            new OpenConnections(Duration.ZERO, Duration.ZERO, Duration.ZERO, MemoryBudget.ofHeap(), Reports.NONE);
    private final List<String> done = new ArrayList<>();
    private final HandlerPace pace = new HandlerPace();

    /** The call of this letter keeps its thread until the turn is lost. */
    private char keeper = '!';

    private TemporaryDirectory directory;
    private Selector selector;
    private EventLoop loop;

    @BeforeEach
    void begin() throws IOException {
        directory = new TemporaryDirectory();
        selector = Selector.open();
        Admission admission =
                new Admission(PeerPolicy.sameUser(), ListenOptions.DEFAULT, HandlingSession::new, connections);
        loop = new LoopGroup("test", admission, connections, places, watch, new LoopSettings(PLACES, 1, Duration.ZERO))
                .add(selector);
    }

    @AfterEach
    void closeAll() throws IOException {
        connections.closeAll();
        selector.close();
        directory.close();
    }

    /** Takes every byte for a call whose handler runs at once. */
    private final class HandlingSession implements TurnSession {
        HandlingSession(Connection connection) {
            done.add("opened " + connection.id());
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public Delivery received(ByteBuffer in, ReadingTurn turn) {
            while (in.hasRemaining()) {
                char call = (char) in.get();
                turn.enterHandler(pace, () -> done.add("sent what was before " + call));
                if (call == keeper) {
                    watch.add(turn);
                    watch.look();
                    watch.look();
                    watch.remove(turn);
                }
                done.add("handled " + call);
                if (turn.leaveHandler() == Turn.LOST) {
                    return Delivery.TURN_LOST;
                }
            }
            return Delivery.ALL_TAKEN;
        }

        @Override
        public void inputEnded() {
            done.add("ended");
        }

        @Override
        public void drain() {}
    }

    /** A turn of this thread; the next one, if it loses this one, is the test's to begin. */
    private ReadingTurn turn() {
        return new ReadingTurn(Thread.currentThread(), watch, loop.work()::goOnWith);
    }

    private Turn work() {
        return loop.work().work(turn());
    }

    private Turn pollAndWork() throws IOException {
        while (!loop.poll().hasReady()) {
            loop.poll().poll(Polling.FOREVER_NANOS);
        }
        return work();
    }

    private ListeningSocket listen() throws IOException {
        ListeningSocket socket = Transports.listen(Way.UNIX_JDK.in(directory.path()), ListenOptions.DEFAULT);
        loop.listen(socket);
        assertEquals(Turn.KEPT, work());
        return socket;
    }

    private static SocketChannel connect(ListeningSocket socket) throws IOException {
        return Transports.connect(socket.address(), TimeUnit.SECONDS.toNanos(10));
    }

    private static void send(SocketChannel peer, String calls) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(calls.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            peer.write(bytes);
        }
    }

    private LoopTask task(String name, Turn outcome) {
        return turn -> {
            done.add(name);
            return outcome;
        };
    }

    @Test
    void tasksAreDoneInTheirOrderAlsoThoseThatATaskAdds() {
        loop.execute(turn -> {
            loop.execute(task("third", Turn.KEPT));
            done.add("first");
            return Turn.KEPT;
        });
        loop.execute(task("second", Turn.KEPT));
        assertEquals(Turn.KEPT, work());
        assertEquals(List.of("first", "second", "third"), done);
    }

    @Test
    void aTaskThatFailsIsNotDoneAgainAndKeepsNoOtherFromBeingDone() {
        loop.execute(turn -> {
            done.add("first");
            throw new IllegalStateException("fails for the test");
        });
        loop.execute(task("second", Turn.KEPT));
        assertEquals(Turn.KEPT, work());
        assertEquals(Turn.KEPT, work());
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void aThreadThatLostItsTurnLeavesTheRestToTheNextOne() {
        loop.execute(task("first", Turn.LOST));
        loop.execute(task("second", Turn.KEPT));
        assertEquals(Turn.LOST, work());
        assertEquals(List.of("first"), done);
        assertEquals(Turn.KEPT, work());
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void aConnectionIsAcceptedReadAndEnded() throws IOException {
        try (ListeningSocket socket = listen();
                SocketChannel peer = connect(socket)) {
            assertEquals(Turn.KEPT, pollAndWork());
            send(peer, "ab");
            assertEquals(Turn.KEPT, pollAndWork());
            peer.shutdownOutput();
            assertEquals(Turn.KEPT, pollAndWork());
        }
        assertEquals(List.of("opened 1", "handled a", "handled b", "ended"), done);
    }

    @Test
    void theNextThreadGoesOnBehindTheHandlerThatKeptTheLastOne() throws IOException {
        keeper = 'b';
        try (ListeningSocket socket = listen();
                SocketChannel peer = connect(socket)) {
            assertEquals(Turn.KEPT, pollAndWork());
            loop.execute(task("task", Turn.KEPT));
            send(peer, "abc");
            assertEquals(Turn.LOST, pollAndWork());
            assertEquals(List.of("opened 1", "handled a", "handled b"), done);

            keeper = '!';
            assertEquals(Turn.KEPT, work());
        }
        assertEquals(
                List.of("opened 1", "handled a", "handled b", "sent what was before b", "handled c", "task"), done);
    }

    @Test
    void whileThereIsNoPlaceNobodyIsAccepted() throws IOException {
        places.acquireUninterruptibly(PLACES);
        try (ListeningSocket socket = listen();
                SocketChannel waiting = connect(socket)) {
            assertEquals(Turn.KEPT, pollAndWork());
            assertTrue(waiting.isOpen());
            loop.poll().poll(1);
            assertFalse(loop.poll().hasReady(), "asked again before the pause was over");
        }
        assertEquals(List.of(), done);
    }
}
