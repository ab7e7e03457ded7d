/**
 * The right of a thread to read, and its loss to a handler that keeps the thread. Open {@link
 * io.samehost.server.turn.ReadingTurn} first. Engines give a turn away, the RPC session runs handlers within it. May not
 * come in: channels, frames, calls.
 */
package io.samehost.server.turn;
