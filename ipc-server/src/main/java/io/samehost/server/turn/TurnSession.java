package io.samehost.server.turn;

import io.samehost.server.session.Session;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Session that may run a handler on the reading thread, and may lose the thread to it. */
public interface TurnSession extends Session {
    /**
     * Takes input as {@link #received(ByteBuffer)} does, within a turn of the calling thread.
     *
     * @throws IOException as the other one does; whatever is thrown, the turn is still the caller's
     */
    @CheckReturnValue
    Delivery received(ByteBuffer in, ReadingTurn turn) throws IOException;

    /** Never called: an engine gives input within a turn. */
    @Override
    default void received(ByteBuffer in) {
        throw new UnsupportedOperationException("session takes input within a turn only");
    }
}
