package io.samehost.server.connection;

import io.samehost.server.session.SendQueue;
import io.samehost.transport.output.OutputQueue;
import java.nio.channels.WritableByteChannel;

/** The queue of a connection. A session sees only how to add to it: who writes is the engine's matter. */
final class ConnectionOutput extends OutputQueue implements SendQueue {
    ConnectionOutput(WritableByteChannel channel) {
        super(channel);
    }
}
