package io.samehost.server.session;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The socket of a connection, for a session that moves its bytes by itself ({@link Session#takes}). One thread may read,
 * another one write and a third look, all at a time. It ends with {@link Connection#close}, which wakes those who wait.
 */
public interface Line {
    /** Waits for bytes, and returns their number; negative at their end. */
    int read(ByteBuffer in) throws IOException;

    /** Waits until the socket has taken everything. */
    void write(ByteBuffer out) throws IOException;

    /** Half-closes: the peer learns that nothing follows. */
    void endOutput() throws IOException;

    /**
     * Looks whether the peer has closed its socket, and does not wait. False while a thread reads or writes, which will
     * tell; and after {@link #endOutput}, since a connection at its end looks as if the peer had gone.
     */
    boolean isPeerGone();
}
