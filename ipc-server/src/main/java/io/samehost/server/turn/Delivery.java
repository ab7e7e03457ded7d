package io.samehost.server.turn;

/** The outcome of giving input to a session. */
public enum Delivery {
    /** The session has taken every byte, and wants more. */
    ALL_TAKEN,
    /** The session is not ready for the bytes that are left. */
    PAUSED,
    /** A handler has kept the thread, and another one reads: the caller may touch nothing of the reader's. */
    TURN_LOST
}
