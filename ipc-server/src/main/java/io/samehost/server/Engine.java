package io.samehost.server;

import io.samehost.transport.ListeningSocket;
import java.io.IOException;

/** Moves the bytes of a server's connections: accepts, reads and writes. It knows nothing of what they mean. */
interface Engine {
    /** Starts to accept on a bound socket, which stays the caller's to close. */
    void listen(ListeningSocket socket) throws IOException;

    /**
     * Accepts no more, and closes the listening channels. Returns when no connection can come in any more, so that the
     * socket files can be removed.
     */
    void stopListening();

    /** Ends the engine's threads. To be called when all connections are closed. May be called twice. */
    void close();
}
