package io.samehost.server.session;

import io.samehost.address.Address;
import io.samehost.transport.peer.PeerCredentials;
import java.util.Optional;

/** One connection as its {@link Session} sees it. May be used from any thread. */
public interface Connection {
    /** Counts up from 1 within a server. In logs this names the connection: an AF_UNIX client has no address. */
    long id();

    /** The address on which it came in. */
    Address address();

    /** The user and process at the other end; empty where the kernel does not tell. */
    Optional<PeerCredentials> peer();

    /** Takes the bytes to send; nothing leaves before {@link #flush}. */
    SendQueue output();

    /** The memory that this connection may take for its peer's bytes. */
    Memory memory();

    /**
     * Sends what was appended. With the event loop this never waits: what the socket does not take now goes out later.
     * With a thread for each connection it waits until the socket has taken everything, or the connection is closed; what
     * other threads append meanwhile does not hold it up for long.
     */
    void flush();

    /** The session is ready for input again. */
    void resume();

    /**
     * Ends the connection well: what was appended is sent, then the sending side is closed, and the connection goes when
     * the peer has closed too, or after a second. Closing at once could destroy bytes that the peer has not read yet.
     */
    void finish();

    /**
     * Half-closes: what was appended is sent, then the sending side is closed, and input goes on to arrive. To be followed
     * by {@link #finish} some time.
     */
    void endOutput();

    /** Ends the connection now. May be called twice. */
    void close();
}
