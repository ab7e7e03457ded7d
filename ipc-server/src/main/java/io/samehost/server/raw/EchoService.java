package io.samehost.server.raw;

import io.samehost.server.session.Connection;
import io.samehost.server.session.RawService;
import io.samehost.server.session.Session;
import java.nio.ByteBuffer;

/** Sends bytes back as they come, until the peer closes its sending side. */
public final class EchoService implements RawService {
    /** A peer that does not read its echo is not read from any further. */
    private static final int MAX_QUEUED_BYTES = 256 * 1024;

    public EchoService() {}

    @Override
    public Session open(Connection connection) {
        return new EchoSession(connection);
    }

    private record EchoSession(Connection connection) implements Session {
        @Override
        public boolean isReady() {
            return connection.output().queuedBytes() < MAX_QUEUED_BYTES
                    && connection.memory().hasRoom();
        }

        @Override
        public void received(ByteBuffer in) {
            connection.output().append(in);
            connection.flush();
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
