package io.samehost.server.listener;

import io.samehost.address.Address;
import io.samehost.transport.peer.PeerCredentials;
import java.util.Optional;

/**
 * A connection that begins.
 *
 * @param id unique in its server
 * @param address of the server
 * @param peer who connected; empty where the system does not tell
 */
public record OpenedConnection(long id, Address address, Optional<PeerCredentials> peer) {}
