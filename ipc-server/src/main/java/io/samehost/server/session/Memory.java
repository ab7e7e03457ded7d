package io.samehost.server.session;

/**
 * One connection's share of the server's memory. A server bounds the sum of all that its peers have sent and that is
 * not worked off, and of all that they are owed and have not taken. May be used from any thread.
 */
public interface Memory {
    /**
     * True if the session may take more input: the connection holds next to nothing, or the server has memory left for it.
     * If not, the session is not ready, and the engine asks again when that may have changed.
     */
    boolean hasRoom();

    /** True if a message has to wait for memory in which its next piece could be kept. */
    boolean isWanting();

    /**
     * Counts memory for the next piece of a message, before it is allocated. If it is refused there is no room until the
     * same would fit. For the reading thread. {@link Session#heldBytes} has to tell of the bytes from then on.
     */
    boolean reserve(int bytes);

    /** False if so much is owed to all peers that an answer of {@code bytes} may not be added. */
    boolean mayOwe(int bytes);

    /** Counts an answer of {@code bytes} before it is queued, if {@link #mayOwe}: many may ask at once. */
    boolean owe(int bytes);
}
