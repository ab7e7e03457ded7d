package io.samehost.server.turn;

/** The state of a {@link ReadingTurn} after work that may have cost it. */
public enum Turn {
    /** The calling thread still reads. */
    KEPT,
    /** Another thread reads: the caller may touch nothing of the reader's. */
    LOST
}
