/**
 * The meaning of frames: a state machine for each end of a connection, with bytes in and events out. Open {@link
 * io.samehost.protocol.ServerProtocol} first, which has the table of states on top, then its counterpart {@link
 * io.samehost.protocol.ClientProtocol}.
 *
 * <p>Beside them stands what the two ends of this project agree on beyond ttrpc, such as {@link
 * io.samehost.protocol.Arrivals} and {@link io.samehost.protocol.FloodMessages}.
 *
 * <p>No channel, no thread, no clock and no callback comes in here: the state machines are only called.
 */
package io.samehost.protocol;
