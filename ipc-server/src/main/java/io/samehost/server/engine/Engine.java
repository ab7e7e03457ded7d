package io.samehost.server.engine;

import io.samehost.address.Address;
import io.samehost.transport.ListeningSocket;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Moves the bytes of a server's connections: accepts, reads and writes. It knows nothing of what they mean. */
public interface Engine {
    /** Starts to accept on a bound socket, which stays the caller's to close. */
    void listen(ListeningSocket socket) throws IOException;

    /**
     * Serves one connection that others made, from now on. It is closed when it ends, and also if its peer may not connect.
     *
     * @param address what to call it
     */
    void serve(SocketChannel channel, Address address) throws IOException;

    /**
     * Accepts no more, and closes the listening channels. Returns when no connection can come in any more, so that the
     * socket files can be removed.
     */
    void stopListening();

    /** Ends the engine's threads. To be called when all connections are closed. May be called twice. */
    void close();
}
