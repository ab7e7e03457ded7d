package io.samehost.server.listener;

import io.samehost.address.Address;
import io.samehost.transport.peer.PeerCredentials;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection that is over.
 *
 * @param id as in {@link OpenedConnection}
 * @param address of the server
 * @param peer who had connected; empty where the system does not tell
 * @param receivedBytes all that was read, frames' headers included
 * @param sentBytes all that the socket has taken
 * @param duration since it was let in
 */
public record EndedConnection(
        long id,
        Address address,
        Optional<PeerCredentials> peer,
        long receivedBytes,
        long sentBytes,
        Duration duration) {}
