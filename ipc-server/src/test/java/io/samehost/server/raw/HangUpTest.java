package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;

import io.samehost.server.session.Connection;
import io.samehost.server.session.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that sends and closes at once: its bytes arrive, then its end. */
@Timeout(60)
final class HangUpTest {
    private static final String ALL = "io.samehost.server.raw.RawServer$Kind#all";

    @ParameterizedTest
    @MethodSource(ALL)
    void aConnectionEndsWithItsPeer(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(kind, new EchoService())) {
            server.connect().close();
            await().until(() -> server.connectionCount() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void whatWasSentBeforeArrives(RawServer.Kind kind) throws IOException {
        AtomicInteger received = new AtomicInteger();
        AtomicBoolean ready = new AtomicBoolean();
        AtomicBoolean opened = new AtomicBoolean();
        Counting[] session = new Counting[1];
        try (RawServer server = new RawServer(kind, connection -> {
            session[0] = new Counting(connection, received, ready, opened);
            return session[0];
        })) {
            try (SocketChannel channel = server.connect()) {
                RawServer.write(channel, new byte[5000]);
                await().untilTrue(opened); // on TCP, who has gone cannot be told who it was
            }
            ready.set(true);
            session[0].connection().resume();
            await().until(() -> server.connectionCount() == 0);
            await().untilAtomic(received, org.hamcrest.Matchers.equalTo(5000));
        }
    }

    private record Counting(Connection connection, AtomicInteger received, AtomicBoolean ready, AtomicBoolean open)
            implements Session {
        @Override
        public void opened() {
            open.set(true);
        }

        @Override
        public boolean isReady() {
            return ready.get();
        }

        @Override
        public void received(ByteBuffer in) {
            received.addAndGet(in.remaining());
            in.position(in.limit());
        }

        @Override
        public void inputEnded() {
            connection.finish();
        }

        @Override
        public void drain() {
            connection.finish();
        }
    }
}
