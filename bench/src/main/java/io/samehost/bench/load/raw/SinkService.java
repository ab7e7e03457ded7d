package io.samehost.bench.load.raw;

import io.samehost.server.session.Connection;
import io.samehost.server.session.RawService;
import io.samehost.server.session.Session;
import java.nio.ByteBuffer;

/**
 * Takes messages of one size and says nothing, until one begins with {@link #END}: then it answers with how many have
 * come on this connection, that one included, as eight bytes.
 */
public final class SinkService implements RawService {
    static final byte END = 'e';

    private final int sizeBytes;

    public SinkService(int sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    @Override
    public Session open(Connection connection) {
        return new SinkSession(connection, sizeBytes);
    }

    private static final class SinkSession implements Session {
        private final Connection connection;
        private final int sizeBytes;

        /** Bytes read of the current message; 0 between two messages. */
        private int missingBytes;

        private boolean asksForCount;
        private long count;

        SinkSession(Connection connection, int sizeBytes) {
            this.connection = connection;
            this.sizeBytes = sizeBytes;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void received(ByteBuffer in) {
            while (in.hasRemaining()) {
                if (missingBytes == 0) {
                    asksForCount = in.get(in.position()) == END;
                    missingBytes = sizeBytes;
                }
                int taken = Math.min(missingBytes, in.remaining());
                in.position(in.position() + taken);
                missingBytes -= taken;
                if (missingBytes == 0) {
                    messageEnded();
                }
            }
        }

        private void messageEnded() {
            count++;
            if (asksForCount) {
                connection
                        .output()
                        .append(ByteBuffer.allocate(Long.BYTES).putLong(count).flip());
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
}
