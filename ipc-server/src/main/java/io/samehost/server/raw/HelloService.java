package io.samehost.server.raw;

import io.samehost.server.session.Connection;
import io.samehost.server.session.RawService;
import io.samehost.server.session.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The lecture's server: says "Hello, world!" to everybody and closes. */
public final class HelloService implements RawService {
    private static final byte[] GREETING = "Hello, world!".getBytes(StandardCharsets.US_ASCII);

    public HelloService() {}

    @Override
    public Session open(Connection connection) {
        return new HelloSession(connection);
    }

    private record HelloSession(Connection connection) implements Session {
        @Override
        public void opened() {
            connection.output().append(ByteBuffer.wrap(GREETING));
            connection.finish();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void received(ByteBuffer in) {
            in.position(in.limit());
        }

        @Override
        public void inputEnded() {}

        @Override
        public void drain() {}
    }
}
