package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.samehost.fixture.Background;
import io.samehost.server.session.Connection;
import io.samehost.server.session.Line;
import io.samehost.server.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session that takes the socket from its engine. */
@Timeout(60)
final class LineTest {
    private static final String ALL = "io.samehost.server.raw.RawServer$Kind#all";

    private final CompletableFuture<Line> taken = new CompletableFuture<>();

    private final class Taking implements Session {
        private final Connection connection;

        Taking(Connection connection) {
            this.connection = connection;
        }

        @Override
        public boolean takes(Line line) {
            taken.complete(line);
            return true;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public void received(ByteBuffer in) {
            throw new AssertionError("the engine reads");
        }

        @Override
        public void inputEnded() {
            throw new AssertionError("the engine reads");
        }

        @Override
        public void drain() {
            connection.close();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aHalfCloseIsNoHangUp(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(kind, Taking::new)) {
            SocketChannel peer = server.connect();
            Line line = taken.join();
            assertFalse(line.isPeerGone());
            peer.shutdownOutput();
            assertEquals(-1, line.read(ByteBuffer.allocate(1)));
            assertFalse(line.isPeerGone());
            peer.close();
            await().until(line::isPeerGone);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aLookWaitsForNobodyWhoReadsOrWrites(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(kind, Taking::new);
                SocketChannel peer = server.connectWithSmallBuffer()) {
            Line line = taken.join();
            CompletableFuture<Void> writing = Background.run(() -> write(line, 20_000_000));
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            assertEquals(1, peer.read(one));
            assertFalse(line.isPeerGone());
            assertFalse(writing.isDone());
            assertEquals(20_000_000 - 1, RawServer.readAll(peer).length);
            writing.join();
        }
    }

    private static void write(Line line, int bytes) {
        try {
            line.write(ByteBuffer.allocate(bytes));
            line.endOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aLineEndsWithItsServer(RawServer.Kind kind) throws IOException {
        RawServer server = new RawServer(kind, Taking::new);
        try (SocketChannel peer = server.connect()) {
            Line line = taken.join();
            CompletableFuture<Integer> reading = Background.call(() -> read(line));
            assertEquals(1, server.connectionCount());
            server.close();
            assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
            assertEquals(-1, reading.join());
        }
    }

    /** The end of the bytes, one way or the other. */
    private static int read(Line line) {
        try {
            return line.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            return -1;
        }
    }
}
