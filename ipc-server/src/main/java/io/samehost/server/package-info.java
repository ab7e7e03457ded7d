/**
 * The server that users build: {@link io.samehost.server.Server} and its {@link io.samehost.server.ServerBuilder}. Open
 * {@code Server} first: it puts together the rooms below this one, and nothing below knows it.
 *
 * <p>The rooms below, from the bottom: {@code lasting}, {@code session}, {@code handler} and {@code setting} (seen by
 * users), {@code memory} (the bound on what peers hold), {@code turn}, {@code connection} (from accept to close), {@code
 * engine} (how bytes move), {@code rpc} (what they mean), {@code datagram}. Neither of {@code engine} and {@code rpc} knows
 * the other. May not come in: anything that reads a socket or a frame.
 */
package io.samehost.server;
