/**
 * gRPC-java and netty in our place, started by {@code scripts/bench peers}. Open {@link io.samehost.bench.peers.Peer}. Of our
 * own classes only the line to the parent is known here, so that nothing of ours is measured.
 */
package io.samehost.bench.peers;
