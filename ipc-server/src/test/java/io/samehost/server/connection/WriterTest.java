package io.samehost.server.connection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.session.Connection;
import io.samehost.server.session.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many threads queue output; one of them writes it. */
final class WriterTest extends ServerFixture {
    private static final byte[] MESSAGE = Bytes.message(1, new byte[64 * 1024]);

    /** Sixteen megabytes: more than any socket takes before its peer reads. */
    private static final int AHEAD = 256;

    /** Queues much at its first input, and tells when it gets more. */
    private record Queueing(Connection connection, CountDownLatch inputs) implements Session {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void received(ByteBuffer in) {
            in.position(in.limit());
            inputs.countDown();
            if (inputs.getCount() > 0) {
                for (int i = 0; i < AHEAD; i++) {
                    connection.output().append(ByteBuffer.wrap(MESSAGE));
                }
                connection.flush();
            }
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

    @Test
    void theThreadThatReadsReadsOnAlthoughOthersQueueAsMuchAsThePeerTakes() throws Exception {
        CountDownLatch inputs = new CountDownLatch(2);
        CompletableFuture<Connection> accepted = new CompletableFuture<>();
        Server server = start(setup.choose(Server.builder()).listen(address()).raw(connection -> {
            accepted.complete(connection);
            return new Queueing(connection, inputs);
        }));
        RawPeer peer = connect(server);
        peer.send(new byte[1]);
        for (int i = 0; i < AHEAD + AHEAD / 8; i++) {
            peer.message(1);
            accepted.get().output().append(ByteBuffer.wrap(MESSAGE));
        }
        peer.send(new byte[1]);
        assertTrue(inputs.await(10, TimeUnit.SECONDS));
    }
}
