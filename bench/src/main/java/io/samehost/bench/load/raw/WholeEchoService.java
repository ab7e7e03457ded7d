package io.samehost.bench.load.raw;

import io.samehost.server.session.Connection;
import io.samehost.server.session.RawService;
import io.samehost.server.session.Session;
import java.nio.ByteBuffer;

/**
 * Sends messages of one size back, each when all of it has come. A client that blocks in write until its whole message is
 * gone would otherwise block the server, which writes to a client that does not read.
 */
public final class WholeEchoService implements RawService {
    private final int sizeBytes;

    public WholeEchoService(int sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    @Override
    public Session open(Connection connection) {
        return new WholeEchoSession(connection, ByteBuffer.allocateDirect(sizeBytes));
    }

    /** {@code message} is filled from its start. */
    private record WholeEchoSession(Connection connection, ByteBuffer message) implements Session {
        @Override
        public boolean isReady() {
            return connection.output().isEmpty();
        }

        @Override
        public void received(ByteBuffer in) {
            while (in.hasRemaining()) {
                int taken = Math.min(in.remaining(), message.remaining());
                message.put(in.slice(in.position(), taken));
                in.position(in.position() + taken);
                if (!message.hasRemaining()) {
                    connection.output().append(message.flip());
                    connection.flush();
                    message.clear();
                }
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
}
